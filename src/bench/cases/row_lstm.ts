/** A training step of a row LSTM: LSTM over rows, linear layer on the last state, cross entropy, Adam. */
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { Linear, LSTM, Module } from "../../nn/index.js";
import { crossEntropy, mean } from "../../ops/index.js";
import { Adam } from "../../optim/index.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import {
  type BenchCase,
  type Family,
  type Inputs,
  normalTensor,
  type Prepared,
  type Sizes,
  uniformTensor,
} from "../case.js";
import { sequence64 } from "../float64.js";

const CLASSES = 10;
const LEARNING_RATE = 1e-3;

type Row = { B: number; T: number; I: number; H: number };

function makeInputs({ B, T, I, H }: Row): Inputs {
  const bound = 1 / Math.sqrt(H);
  const labels = Uint32Array.from({ length: B }, (_, i) => (7 * i) % CLASSES);
  return {
    x: normalTensor([B, T, I], 0),
    labels: { shape: [B], data: labels },
    "lstm.weight_ih_l0": uniformTensor([4 * H, I], 2, bound),
    "lstm.weight_hh_l0": uniformTensor([4 * H, H], 3, bound),
    "lstm.bias_ih_l0": uniformTensor([4 * H], 4, bound),
    "lstm.bias_hh_l0": uniformTensor([4 * H], 5, bound),
    "fc.weight": uniformTensor([CLASSES, H], 6, bound),
    "fc.bias": uniformTensor([CLASSES], 7, bound),
  };
}

class RowLstm extends Module {
  readonly lstm: LSTM;
  readonly fc: Linear;

  constructor(inputs: number, hidden: number) {
    super();
    this.lstm = new LSTM(inputs, hidden);
    this.fc = new Linear(hidden, CLASSES);
  }

  forward(tape: Tape, x: Tensor): Tensor {
    return this.fc.forward(tape, this.lstm.forward(tape, x));
  }
}

function prepare(device: Device, { B, T, I, H }: Row, inputs: Inputs): Prepared {
  const model = new RowLstm(I, H).to(device);
  const state = new Map(Object.entries(inputs));
  model.loadStateDict(state, { strict: false });
  const optimizer = new Adam(model);
  const x = tensor(device, inputs.x!.data, [B, T, I]);
  const labels = tensor(device, inputs.labels!.data, [B]);
  const record = (tape: Tape) => {
    const logits = model.forward(tape, x);
    return { logits, loss: mean(tape, crossEntropy(tape, logits, labels)) };
  };
  const firstLoss = async () => {
    model.loadStateDict(state, { strict: false });
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
      const row = B - 1;
      const part = (name: string) => inputs[name]!.data;
      const weights = {
        ih: part("lstm.weight_ih_l0"),
        hh: part("lstm.weight_hh_l0"),
        biasIh: part("lstm.bias_ih_l0"),
        biasHh: part("lstm.bias_hh_l0"),
      };
      const sequence = inputs.x!.data.subarray(row * T * I, (row + 1) * T * I);
      const { y } = sequence64("lstm", weights, sequence, {
        steps: T,
        inputs: I,
        hidden: H,
        reversed: false,
      });
      const last = y.subarray((T - 1) * H);
      let worst = 0;
      for (let k = 0; k < CLASSES; k++) {
        let sum = part("fc.bias")[k]!;
        for (let j = 0; j < H; j++) sum += part("fc.weight")[k * H + j]! * last[j]!;
        worst = Math.max(worst, Math.abs(sum - logits[row * CLASSES + k]!));
      }
      return worst;
    },
    release() {
      optimizer.release();
      model.release();
      x.release();
      labels.release();
    },
  };
}

function make(sizes: Sizes): BenchCase {
  const row = sizes as Row;
  const { B, T, I, H } = row;
  const parameters = 4 * H * (I + H + 2) + CLASSES * (H + 1);
  return {
    work: "row_lstm_step",
    sizes,
    flops: 6 * B * (T * 4 * H * (I + H) + H * CLASSES),
    // Inputs and states once each way; parameters: both ways, gradients, and Adam's four.
    bytes: 4 * (2 * B * T * (I + H) + 7 * parameters),
    items: { count: B, unit: "images" },
    peer: { work: "row_lstm_step", settings: { learningRate: LEARNING_RATE }, tolerance: 1e-4 },
    inputs: () => makeInputs(row),
    prepare: (device, inputs) => prepare(device, row, inputs),
  };
}

export const rowLstmFamily: Family = {
  work: "row_lstm_step",
  about: "a training step of an LSTM over image rows: forward, backward, Adam",
  shapes: [
    { H: 128, B: 128, T: 28, I: 28 },
    { H: 64, B: 32, T: 28, I: 28 },
    { H: 64, B: 128, T: 28, I: 28 },
    { H: 128, B: 32, T: 28, I: 28 },
  ],
  quick: { H: 12, B: 5, T: 6, I: 7 },
  make,
};
