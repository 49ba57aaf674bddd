/** Convolutions [B, H, W, C] to [B, OH, OW, O]; `backward` is the derivative by input, weight and bias alone. */
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { conv2dBackwardInput, conv2dBackwardWeight, conv2dForward } from "../../kernels/conv2d.js";
import { wholeBatch } from "../../kernels/conv2d_shape.js";
import { conv2d } from "../../ops/index.js";
import {
  type BenchCase,
  type Family,
  type Inputs,
  kernelCounts,
  normalTensor,
  type Prepared,
  type Sizes,
  sampleIndices,
  Uploads,
  uniformTensor,
} from "../case.js";
import {
  type Convolution64,
  conv2dAt,
  conv2dInputAt,
  conv2dWeightAt,
  maxErrorAt,
  outputSize,
} from "../float64.js";

function geometry(sizes: Sizes): Convolution64 & { batch: number } {
  const { B, H, W, C, O, kernel, stride, padding } = sizes as Record<string, number>;
  const image = { batch: B!, height: H!, width: W!, channels: C!, outputs: O! };
  return { ...image, kernel: kernel!, stride: stride!, padding: padding! };
}

function kernelParams({
  batch,
  height,
  width,
  channels,
  outputs,
  kernel,
  stride,
  padding,
}: ReturnType<typeof geometry>) {
  const [out_height, out_width] = outputSize({ height, width, channels, outputs, kernel, stride, padding });
  return {
    ...{ batch, height, width, in_channels: channels, out_height, out_width, out_channels: outputs },
    ...{ kernel_h: kernel, kernel_w: kernel, stride_h: stride, stride_w: stride },
    ...{ pad_h: padding, pad_w: padding, dilation_h: 1, dilation_w: 1, groups: 1, has_bias: 1 },
  };
}

function makeInputs(sizes: Sizes, backward: boolean): Inputs {
  const { batch, height, width, channels, outputs, kernel, ...rest } = geometry(sizes);
  const bound = 1 / Math.sqrt(channels * kernel * kernel);
  const [outH, outW] = outputSize({ height, width, channels, outputs, kernel, ...rest });
  return {
    x: normalTensor([batch, height, width, channels], 0),
    weight: uniformTensor([outputs, kernel, kernel, channels], 1, bound),
    bias: uniformTensor([outputs], 2, bound),
    ...(backward && { dy: normalTensor([batch, outH, outW, outputs], 3) }),
  };
}

function prepareForward(device: Device, sizes: Sizes, inputs: Inputs): Prepared {
  const tensors = new Uploads<"x" | "weight" | "bias">(device, inputs);
  const g = geometry(sizes);
  const record = (tape: Tape) =>
    conv2d(tape, tensors.get("x"), tensors.get("weight"), tensors.get("bias"), {
      stride: g.stride,
      padding: g.padding,
    });
  const outputs = async () => {
    using tape = new Tape(device, { gradient: false });
    return { y: await record(tape).data() };
  };
  return {
    run() {
      using tape = new Tape(device, { gradient: false });
      record(tape);
      device.submit();
    },
    outputs,
    async check() {
      const { y } = await outputs();
      const [x, weight, bias] = [inputs.x!.data, inputs.weight!.data, inputs.bias!.data];
      return maxErrorAt(y, sampleIndices(y.length, 97), (index) => conv2dAt(x, weight, bias, g, index));
    },
    release: () => tensors.release(),
  };
}

function prepareBackward(device: Device, sizes: Sizes, inputs: Inputs): Prepared {
  const tensors = new Uploads<"x" | "weight" | "bias" | "dy">(device, inputs);
  const g = geometry(sizes);
  const params = kernelParams(g);
  const record = (tape: Tape) => {
    const [x, weight, dy] = [tensors.get("x"), tensors.get("weight"), tensors.get("dy")];
    const [dx, dweight, dbias] = [tape.empty(x.shape), tape.empty(weight.shape), tape.empty([g.outputs])];
    tape.record(conv2dBackwardInput, { dy, weight, dx }, params);
    tape.record(conv2dBackwardWeight, { dy, x, dweight, dbias }, wholeBatch(params));
    return { dx, dweight, dbias };
  };
  const outputs = async () => {
    using tape = new Tape(device, { gradient: false });
    const { dx, dweight, dbias } = record(tape);
    const [a, b, c] = await Promise.all([dx.data(), dweight.data(), dbias.data()]);
    return { dx: a, dweight: b, dbias: c };
  };
  return {
    run() {
      using tape = new Tape(device, { gradient: false });
      record(tape);
      device.submit();
    },
    outputs,
    async check() {
      const { dx, dweight } = await outputs();
      const [x, weight, dy] = [inputs.x!.data, inputs.weight!.data, inputs.dy!.data];
      return Math.max(
        maxErrorAt(dx, sampleIndices(dx.length, 97), (index) => conv2dInputAt(dy, weight, g, index)),
        maxErrorAt(dweight, sampleIndices(dweight.length, 29), (index) =>
          conv2dWeightAt(x, dy, g.batch, g, index),
        ),
      );
    },
    release: () => tensors.release(),
  };
}

function make(sizes: Sizes, backward: boolean): BenchCase {
  const params = kernelParams(geometry(sizes));
  const kernels = backward ? [conv2dBackwardInput, conv2dBackwardWeight] : [conv2dForward];
  const counts = kernels.map((each) => kernelCounts(each, wholeBatch(params)));
  return {
    work: backward ? "conv2d_backward" : "conv2d_forward",
    sizes,
    flops: counts.reduce((sum, { flops }) => sum + flops, 0),
    bytes: counts.reduce((sum, { bytes }) => sum + bytes, 0),
    items: { count: sizes.B!, unit: "images" },
    peer: { work: "conv2d", settings: { backward }, tolerance: 1e-4 },
    inputs: () => makeInputs(sizes, backward),
    prepare: (device, inputs) => (backward ? prepareBackward : prepareForward)(device, sizes, inputs),
  };
}

const shapes: readonly Sizes[] = [
  // The two layers of ImageClusterer's default encoder.
  { B: 500, H: 28, W: 28, C: 1, O: 32, kernel: 5, stride: 2, padding: 2 },
  { B: 500, H: 14, W: 14, C: 32, O: 64, kernel: 3, stride: 2, padding: 1 },
  { B: 64, H: 28, W: 28, C: 32, O: 64, kernel: 3, stride: 1, padding: 1 },
];

export const conv2dFamilies: readonly Family[] = [false, true].map((backward) => ({
  work: backward ? "conv2d_backward" : "conv2d_forward",
  about: backward ? "2-D convolution's derivative by input, weight and bias" : "2-D convolution",
  shapes,
  quick: { B: 3, H: 9, W: 8, C: 5, O: 7, kernel: 3, stride: 2, padding: 1 },
  scaling: () => true,
  make: (sizes) => make(sizes, backward),
}));
