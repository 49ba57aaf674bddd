/** Pooling of images [B, H, W, C]: maxima and means of windows, and of whole images. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { avgPool2dBackward, avgPool2dForward, maxPool2dBackward, maxPool2dForward } from "../kernels/pool.js";
import type { Tensor } from "../tensor/index.js";
import { checkRank } from "./check.js";
import { mean } from "./reduce.js";
import { reshape } from "./shape.js";
import { type Extents, extentsOf, windowCount } from "./window.js";

/** How a window moves over images. Sizes are one number, or [height, width]. */
export interface WindowOptions {
  /** Default 1 for convolution, the kernel's size for pooling. */
  readonly stride?: Extents;
  /** Zeros (for maxima: minus infinity) added on each side; for pooling at most half the kernel. Default 0. */
  readonly padding?: Extents;
}

/** What `avgPool2d` and `maxPool2d` take. */
export interface PoolOptions extends WindowOptions {
  /** Whether a last window that begins inside the image or its padding but ends outside counts. Default false. */
  readonly ceilMode?: boolean;
}

/** Settings of `maxPool2d`. */
export interface MaxPool2dOptions extends PoolOptions {
  /** Distance between neighbouring pixels of a window. Default 1. */
  readonly dilation?: Extents;
}

/** Settings of `avgPool2d`. */
export interface AvgPool2dOptions extends PoolOptions {
  /** Whether padding counts as zeros, or only pixels are averaged. Default true. */
  readonly countIncludePad?: boolean;
}

function pooling(
  op: string,
  x: Tensor,
  kernel: Extents,
  { stride = kernel, padding = 0, dilation = 1, ceilMode = false }: MaxPool2dOptions,
) {
  checkRank(op, "x", x, 4, "[batch, height, width, channels]");
  const [kernel_h, kernel_w] = extentsOf(op, "kernel", kernel, 1);
  const [stride_h, stride_w] = extentsOf(op, "stride", stride, 1);
  const [pad_h, pad_w] = extentsOf(op, "padding", padding, 0);
  const [dilation_h, dilation_w] = extentsOf(op, "dilation", dilation, 1);
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const along = (extent: number, kernel: number, stride: number, pad: number, dilation: number) => {
    if (2 * pad > kernel) {
      throw new ShapeError(`${op}: padding ${pad} is more than half the kernel of ${kernel}: use less`);
    }
    return windowCount(op, extent, { kernel, stride, padding: [pad, pad], dilation }, ceilMode);
  };
  const out_height = along(height, kernel_h, stride_h, pad_h, dilation_h);
  const out_width = along(width, kernel_w, stride_w, pad_w, dilation_w);
  const params = {
    ...{ batch, height, width, channels, out_height, out_width },
    ...{ kernel_h, kernel_w, stride_h, stride_w, pad_h, pad_w },
  };
  return { shape: [batch, out_height, out_width, channels], params, dilation: { dilation_h, dilation_w } };
}

/**
 * The largest value of each window, as PyTorch's max_pool2d with channels last: x [B, H, W, C] to [B, OH, OW, C].
 * Of equal values the first one has the derivative; NaN is larger than any number.
 * @throws {ShapeError} when the kernel does not fit, or the padding is more than half of it.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export function maxPool2d(tape: Tape, x: Tensor, kernel: Extents, options: MaxPool2dOptions = {}): Tensor {
  const { shape, params: window, dilation } = pooling("maxPool2d", x, kernel, options);
  const params = { ...window, ...dilation };
  const y = tape.empty(shape);
  const index = tape.empty(shape, "u32");
  tape.record(maxPool2dForward, { x, y, index }, params);
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => tape.record(maxPool2dBackward, { dy, index, dx }, params));
  });
  return y;
}

/**
 * The mean of each window, as PyTorch's avg_pool2d with channels last: x [B, H, W, C] to [B, OH, OW, C].
 * @throws {ShapeError} when the kernel does not fit, or the padding is more than half of it.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export function avgPool2d(tape: Tape, x: Tensor, kernel: Extents, options: AvgPool2dOptions = {}): Tensor {
  const { countIncludePad = true, ...window } = options;
  const { shape, params: sizes } = pooling("avgPool2d", x, kernel, { ...window, dilation: 1 });
  const params = { ...sizes, count_include_pad: Number(countIncludePad) };
  const y = tape.empty(shape);
  tape.record(avgPool2dForward, { x, y }, params);
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => tape.record(avgPool2dBackward, { dy, dx }, params));
  });
  return y;
}

/** The mean of each image's pixels: x [B, H, W, C] to [B, C]. @throws {ShapeError} when x has not 4 dimensions. */
export function globalAvgPool2d(tape: Tape, x: Tensor): Tensor {
  checkRank("globalAvgPool2d", "x", x, 4, "[batch, height, width, channels]");
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return mean(tape, reshape(tape, x, [batch, height * width, channels]), 1);
}

/** The largest of each image's pixels: x [B, H, W, C] to [B, C]. @throws {ShapeError} when x has not 4 dimensions. */
export function globalMaxPool2d(tape: Tape, x: Tensor): Tensor {
  checkRank("globalMaxPool2d", "x", x, 4, "[batch, height, width, channels]");
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return reshape(tape, maxPool2d(tape, x, [height, width]), [batch, channels]);
}
