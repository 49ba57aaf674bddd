/**
 * A training step on photographs: twice a 3 x 3 convolution, ReLU and 2 x 2 maxima; the rows of the map as the steps
 * of an LSTM; a linear layer on the last state, cross entropy, Adam. Its peak of memory is measured too.
 */
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { Conv2d, Linear, LSTM, Module, rowSequence } from "../../nn/index.js";
import { crossEntropy, maxPool2d, mean, relu } from "../../ops/index.js";
import { Adam } from "../../optim/index.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import {
  type BenchCase,
  type Family,
  type HostTensor,
  type Inputs,
  normalTensor,
  type Prepared,
  type Sizes,
  uniformTensor,
} from "../case.js";
import { type Convolution64, conv2dAt, maxErrorAt, sequence64 } from "../float64.js";

const CLASSES = 10;
const LEARNING_RATE = 1e-3;
/** Channels after each convolution. */
const CHANNELS = [32, 64] as const;

type Shape = { B: number; side: number; C: number; H: number };

/** Values of one step: a row of the second map. */
const rowOf = ({ side }: Shape) => (side / 4) * CHANNELS[1];

function makeInputs(shape: Shape): Inputs {
  const { B, side, C, H } = shape;
  const bounds = [1 / Math.sqrt(9 * C), 1 / Math.sqrt(9 * CHANNELS[0]), 1 / Math.sqrt(H)] as const;
  const [first, second, rest] = bounds;
  return {
    x: normalTensor([B, side, side, C], 0),
    labels: { shape: [B], data: Uint32Array.from({ length: B }, (_, i) => (7 * i) % CLASSES) },
    "conv0.weight": uniformTensor([CHANNELS[0], 3, 3, C], 1, first),
    "conv0.bias": uniformTensor([CHANNELS[0]], 2, first),
    "conv1.weight": uniformTensor([CHANNELS[1], 3, 3, CHANNELS[0]], 3, second),
    "conv1.bias": uniformTensor([CHANNELS[1]], 4, second),
    "lstm.weight_ih_l0": uniformTensor([4 * H, rowOf(shape)], 5, rest),
    "lstm.weight_hh_l0": uniformTensor([4 * H, H], 6, rest),
    "lstm.bias_ih_l0": uniformTensor([4 * H], 7, rest),
    "lstm.bias_hh_l0": uniformTensor([4 * H], 8, rest),
    "fc.weight": uniformTensor([CLASSES, H], 9, rest),
    "fc.bias": uniformTensor([CLASSES], 10, rest),
  };
}

class CnnRnn extends Module {
  readonly conv0: Conv2d;
  readonly conv1: Conv2d;
  readonly lstm: LSTM;
  readonly fc: Linear;

  constructor(shape: Shape) {
    super();
    this.conv0 = new Conv2d(shape.C, CHANNELS[0], 3, { padding: 1 });
    this.conv1 = new Conv2d(CHANNELS[0], CHANNELS[1], 3, { padding: 1 });
    this.lstm = new LSTM(rowOf(shape), shape.H);
    this.fc = new Linear(shape.H, CLASSES);
  }

  forward(tape: Tape, x: Tensor): Tensor {
    const map = [this.conv0, this.conv1].reduce(
      (input, convolution) => maxPool2d(tape, relu(tape, convolution.forward(tape, input)), 2),
      x,
    );
    return this.fc.forward(tape, this.lstm.forward(tape, rowSequence(tape, map)));
  }
}

function prepare(device: Device, shape: Shape, inputs: Inputs): Prepared {
  const model = new CnnRnn(shape).to(device);
  const { x: images, labels: classes, ...weights } = inputs as Record<string, HostTensor>;
  const state = new Map(Object.entries(weights));
  model.loadStateDict(state);
  const optimizer = new Adam(model);
  const x = tensor(device, images!.data, images!.shape);
  const labels = tensor(device, classes!.data, [shape.B]);
  const record = (tape: Tape) => {
    const logits = model.forward(tape, x);
    return { logits, loss: mean(tape, crossEntropy(tape, logits, labels)) };
  };
  const firstLoss = async () => {
    model.loadStateDict(state);
    using tape = new Tape(device, { gradient: false });
    const { logits, loss } = record(tape);
    const [values, [value]] = await Promise.all([logits.data(), loss.data()]);
    return { logits: values, loss: [value!] };
  };
  return {
    run() {
      using tape = new Tape(device);
      tape.backward(record(tape).loss);
      optimizer.step(LEARNING_RATE);
      device.submit();
    },
    outputs: firstLoss,
    async check() {
      const { logits } = await firstLoss();
      const want = logits64(shape, inputs);
      return maxErrorAt(logits, [...want.keys()], (index) => want[index]!);
    },
    release() {
      optimizer.release();
      model.release();
      x.release();
      labels.release();
    },
  };
}

/** Of the first image. */
function logits64({ side, C, H }: Shape, inputs: Inputs): Float64Array {
  const part = (name: string) => inputs[name]!.data;
  let map: ArrayLike<number> = part("x").subarray(0, side * side * C);
  [C, CHANNELS[0]].forEach((channels, i) => {
    const size = side / 2 ** i;
    const outputs = CHANNELS[i]!;
    const geometry: Convolution64 = {
      ...{ height: size, width: size, channels, outputs },
      ...{ kernel: 3, stride: 1, padding: 1 },
    };
    const at = (row: number, column: number, channel: number) =>
      conv2dAt(
        map,
        part(`conv${i}.weight`),
        part(`conv${i}.bias`),
        geometry,
        (row * size + column) * outputs + channel,
      );
    const half = size / 2;
    map = Float64Array.from({ length: half * half * outputs }, (_, index) => {
      const [pixel, channel] = [Math.floor(index / outputs), index % outputs];
      const [row, column] = [2 * Math.floor(pixel / half), 2 * (pixel % half)];
      const window = [
        at(row, column, channel),
        at(row, column + 1, channel),
        at(row + 1, column, channel),
        at(row + 1, column + 1, channel),
      ];
      return Math.max(0, ...window);
    });
  });
  const weights = {
    ih: part("lstm.weight_ih_l0"),
    hh: part("lstm.weight_hh_l0"),
    biasIh: part("lstm.bias_ih_l0"),
    biasHh: part("lstm.bias_hh_l0"),
  };
  const steps = side / 4;
  const { y } = sequence64("lstm", weights, map, {
    ...{ steps, inputs: map.length / steps, hidden: H, reversed: false },
  });
  const last = y.subarray((steps - 1) * H);
  return Float64Array.from({ length: CLASSES }, (_, k) =>
    last.reduce((sum, value, j) => sum + part("fc.weight")[k * H + j]! * value, part("fc.bias")[k]!),
  );
}

function make(sizes: Sizes): BenchCase {
  const shape = sizes as Shape;
  const { B, side, C, H } = shape;
  const [first, second] = CHANNELS;
  const pixels = side * side;
  const convolutions = 9 * (pixels * C * first + (pixels / 4) * first * second);
  const steps = (side / 4) * 4 * H * (rowOf(shape) + H);
  const parameters = 9 * (C * first + first * second) + 4 * H * (rowOf(shape) + H);
  return {
    work: "cnn_rnn_step",
    sizes,
    flops: 6 * B * (convolutions + steps + H * CLASSES),
    // Each layer's output once each way; parameters: both ways, gradients, and Adam's four.
    bytes: 4 * (2 * B * pixels * (C + 1.25 * first + (1.25 / 4) * second) + 7 * parameters),
    items: { count: B, unit: "images" },
    peer: {
      work: "cnn_rnn_step",
      settings: { learningRate: LEARNING_RATE, first, second },
      tolerance: 1e-4,
    },
    memory: true,
    inputs: () => makeInputs(shape),
    prepare: (device, inputs) => prepare(device, shape, inputs),
  };
}

export const cnnRnnFamily: Family = {
  work: "cnn_rnn_step",
  about: "a training step of a convolutional and recurrent network on photographs, and its memory",
  shapes: [{ B: 16, side: 224, C: 3, H: 128 }],
  quick: { B: 2, side: 16, C: 3, H: 12 },
  software: ({ side }) => side! <= 64,
  scaling: () => true,
  make,
};
