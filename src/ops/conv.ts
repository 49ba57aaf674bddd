/** Convolution and pooling of images [B, H, W, C]. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { conv2dBackwardInput, conv2dBackwardWeight, conv2dForward } from "../kernels/conv2d.js";
import { avgPool2dBackward, avgPool2dForward, maxPool2dBackward, maxPool2dForward } from "../kernels/pool.js";
import { show, type Tensor } from "../tensor/index.js";
import { checkRank, checkShape, checkWhole } from "./check.js";

export interface WindowOptions {
  /** Default 1 for convolution, the kernel's size for pooling. */
  readonly stride?: number;
  /** Zeros (for maxima: minus infinity) added on each side. Default 0. */
  readonly padding?: number;
}

function outputExtent(op: string, extent: number, kernel: number, stride: number, padding: number): number {
  const out = Math.floor((extent + 2 * padding - kernel) / stride) + 1;
  if (out < 1) {
    throw new ShapeError(
      `${op}: a kernel of ${kernel} does not fit into ${extent} pixels with padding ${padding}: use a smaller one`,
    );
  }
  return out;
}

/**
 * Cross-correlation, as PyTorch's conv2d with channels last: x [B, H, W, C],
 * weight [O, KH, KW, C], bias [O]; the result is [B, OH, OW, O].
 */
export function conv2d(
  tape: Tape,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  { stride = 1, padding = 0 }: WindowOptions = {},
): Tensor {
  checkRank("conv2d", "x", x, 4, "[batch, height, width, channels]");
  checkRank("conv2d", "weight", weight, 4, "[out, kernel height, kernel width, in]");
  checkWhole("conv2d", "stride", stride, 1);
  checkWhole("conv2d", "padding", padding, 0);
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [outputs, kernelH, kernelW, inputs] = weight.shape as [number, number, number, number];
  if (inputs !== channels) {
    throw new ShapeError(
      `conv2d: x is ${show(x.shape)}, weight is ${show(weight.shape)}: channels ${channels} and ${inputs} differ`,
    );
  }
  if (bias) checkShape("conv2d", "bias", bias, [outputs], "[out]");
  const outH = outputExtent("conv2d", height, kernelH, stride, padding);
  const outW = outputExtent("conv2d", width, kernelW, stride, padding);
  const params = {
    batch,
    height,
    width,
    in_channels: channels,
    out_channels: outputs,
    kernel_h: kernelH,
    kernel_w: kernelW,
    stride_h: stride,
    stride_w: stride,
    pad_h: padding,
    pad_w: padding,
    has_bias: Number(bias !== null),
  };
  const y = tape.empty([batch, outH, outW, outputs]);
  tape.record(conv2dForward, { x, weight, bias: bias ?? weight, y }, params);
  tape.derivative([y], [x, weight, bias], (dy) => {
    tape.accumulate([x], (dx) => tape.record(conv2dBackwardInput, { dy, weight, dx }, params));
    // Without a bias its gradient is written all the same, to memory that the tape frees.
    tape.accumulate([weight, bias ?? tape.empty([outputs])], (dweight, dbias) => {
      tape.record(conv2dBackwardWeight, { dy, x, dweight, dbias }, params);
    });
  });
  return y;
}

function pooling(op: string, x: Tensor, kernel: number, { stride = kernel, padding = 0 }: WindowOptions) {
  checkRank(op, "x", x, 4, "[batch, height, width, channels]");
  checkWhole(op, "kernel", kernel, 1);
  checkWhole(op, "stride", stride, 1);
  checkWhole(op, "padding", padding, 0);
  if (2 * padding > kernel) {
    throw new ShapeError(`${op}: padding ${padding} is more than half the kernel of ${kernel}: use less`);
  }
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const shape = [
    batch,
    outputExtent(op, height, kernel, stride, padding),
    outputExtent(op, width, kernel, stride, padding),
    channels,
  ];
  const window = { kernel_h: kernel, kernel_w: kernel, stride_h: stride, stride_w: stride };
  return { shape, params: { batch, height, width, channels, ...window, pad_h: padding, pad_w: padding } };
}

/** The largest value of each window. */
export function maxPool2d(tape: Tape, x: Tensor, kernel: number, options: WindowOptions = {}): Tensor {
  const { shape, params } = pooling("maxPool2d", x, kernel, options);
  const y = tape.empty(shape);
  const index = tape.empty(shape, "u32");
  tape.record(maxPool2dForward, { x, y, index }, params);
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => tape.record(maxPool2dBackward, { dy, index, dx }, params));
  });
  return y;
}

/** The mean of each window, padding counted as zeros. */
export function avgPool2d(tape: Tape, x: Tensor, kernel: number, options: WindowOptions = {}): Tensor {
  const { shape, params } = pooling("avgPool2d", x, kernel, options);
  const y = tape.empty(shape);
  tape.record(avgPool2dForward, { x, y }, params);
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => tape.record(avgPool2dBackward, { dy, dx }, params));
  });
  return y;
}
