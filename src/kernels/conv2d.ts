/**
 * Two-dimensional convolution as PyTorch's Conv2d (a cross-correlation), with images as
 * [B, H, W, I] and weights as [O, KH, KW, I].
 */
import { ArgumentError } from "../errors.js";
import { groups, kernel, linearGrid, type ParamValues, u32 } from "./kernel.js";
import { productTiles } from "./product_tiles.js";

const params = {
  batch: u32,
  /** Of the input. */
  height: u32,
  width: u32,
  in_channels: u32,
  out_channels: u32,
  kernel_h: u32,
  kernel_w: u32,
  stride_h: u32,
  stride_w: u32,
  pad_h: u32,
  pad_w: u32,
  has_bias: u32,
} as const;

/** The parameters that all three kernels share. */
export type Conv2dParams = ParamValues<typeof params>;

/**
 * Height and width of the output: floor((size + 2 * pad - kernel) / stride) + 1.
 * @throws {ArgumentError} when the kernel is larger than the padded input, or a stride is 0.
 */
export function conv2dOutputSize(
  p: Omit<Conv2dParams, "batch" | "in_channels" | "out_channels" | "has_bias">,
): {
  height: number;
  width: number;
} {
  const along = (size: number, kernelSize: number, stride: number, pad: number) => {
    if (stride < 1 || kernelSize < 1 || size + 2 * pad < kernelSize) {
      throw new ArgumentError(
        `conv2d: kernel ${kernelSize} with stride ${stride} does not fit an input of ${size} with padding ${pad}: ` +
          "use a smaller kernel or more padding, and a stride of at least 1",
      );
    }
    return Math.floor((size + 2 * pad - kernelSize) / stride) + 1;
  };
  return {
    height: along(p.height, p.kernel_h, p.stride_h, p.pad_h),
    width: along(p.width, p.kernel_w, p.stride_w, p.pad_w),
  };
}

const inputSize = (p: Conv2dParams) => p.batch * p.height * p.width * p.in_channels;
const taps = (p: Conv2dParams) => p.kernel_h * p.kernel_w * p.in_channels;
const weightSize = (p: Conv2dParams) => p.out_channels * taps(p);
function outputPixels(p: Conv2dParams) {
  const { height, width } = conv2dOutputSize(p);
  return p.batch * height * width;
}
const outputSize = (p: Conv2dParams) => outputPixels(p) * p.out_channels;

/** Of the definition: what an algorithm saves does not count. */
const flops = (p: Conv2dParams) => 2 * outputSize(p) * taps(p);
const bytes = (p: Conv2dParams) => 4 * (inputSize(p) + weightSize(p) + outputSize(p));

/** A square problem without bias, for tests: what a case does not name. */
function square(
  p: { batch: number; in_channels: number; out_channels: number; size: number; kernel: number } & {
    stride?: number;
    pad?: number;
  } & Partial<Conv2dParams>,
): Conv2dParams {
  const { size, kernel: k, stride = 1, pad = 0, ...rest } = p;
  return {
    height: size,
    width: size,
    kernel_h: k,
    kernel_w: k,
    stride_h: stride,
    stride_w: stride,
    pad_h: pad,
    pad_w: pad,
    has_bias: 0,
    ...rest,
  };
}

const cases = [
  { params: square({ batch: 1, in_channels: 1, out_channels: 1, size: 1, kernel: 1 }), note: "one product" },
  {
    params: square({
      batch: 2,
      in_channels: 1,
      out_channels: 32,
      size: 28,
      kernel: 5,
      stride: 2,
      pad: 2,
      has_bias: 1,
    }),
    note: "one input channel: the first layer for digits",
  },
  {
    params: square({
      batch: 3,
      in_channels: 32,
      out_channels: 64,
      size: 14,
      kernel: 3,
      stride: 2,
      pad: 1,
      has_bias: 1,
    }),
    note: "stride 2, whole vectors",
  },
  {
    params: square({ batch: 2, in_channels: 5, out_channels: 19, size: 9, kernel: 3, pad: 1, has_bias: 1 }),
    note: "odd channels",
  },
  {
    params: square({ batch: 2, in_channels: 3, out_channels: 7, size: 7, kernel: 7, pad: 3 }),
    note: "more padding than image",
  },
  {
    params: square({ batch: 3, in_channels: 4, out_channels: 40, size: 8, kernel: 2, stride: 3 }),
    note: "stride above the kernel: pixels that nothing reads",
  },
  {
    params: square({ batch: 5, in_channels: 17, out_channels: 33, size: 6, kernel: 1, has_bias: 1 }),
    note: "1x1: a plain product",
  },
  {
    params: square({
      batch: 1,
      in_channels: 2,
      out_channels: 3,
      size: 0,
      kernel: 0,
      height: 13,
      width: 6,
      kernel_h: 4,
      kernel_w: 3,
      stride_h: 2,
      stride_w: 1,
      pad_h: 2,
      pad_w: 0,
      has_bias: 1,
    }),
    note: "unequal sides, a rest of the input unread",
  },
  {
    params: square({ batch: 1, in_channels: 8, out_channels: 4, size: 70, kernel: 3, pad: 1 }),
    note: "an image in bands",
  },
  {
    params: square({ batch: 37, in_channels: 3, out_channels: 10, size: 5, kernel: 3, pad: 1 }),
    note: "several images to a task, chunks of unequal size",
  },
  {
    params: square({ batch: 1, in_channels: 2, out_channels: 5, size: 70, kernel: 5, stride: 2, pad: 1 }),
    note: "few input channels, an image in bands",
  },
  {
    params: square({ batch: 2, in_channels: 33, out_channels: 34, size: 11, kernel: 3, pad: 1, has_bias: 1 }),
    note: "3x3 with many channels: minimal filtering on the CPU, tiles beyond odd sides",
  },
  {
    params: square({
      batch: 1,
      in_channels: 32,
      out_channels: 32,
      size: 0,
      kernel: 3,
      height: 6,
      width: 9,
      pad_h: 2,
      pad_w: 0,
    }),
    note: "minimal filtering, unequal padding",
  },
] as const;

/**
 * The convolution. The CPU computes 3 x 3 kernels of stride 1 with many channels by minimal filtering
 * (native/lib/winograd.h): there NaN or infinity in x may make all of a 2 x 2 tile of y NaN.
 */
export const conv2dForward = kernel({
  name: "conv2d_forward",
  params,
  bindings: {
    x: { read: inputSize },
    weight: { read: weightSize },
    bias: { read: (p) => (p.has_bias ? p.out_channels : 1) },
    y: { write: outputSize },
  },
  flops,
  bytes,
  passes: (p, adapter) => {
    return [{ entry: "main", ...productTiles("conv2d_forward", adapter, outputPixels(p), p.out_channels) }];
  },
  tolerance: {
    absolute: 5e-5,
    relative: 1e-5,
    because: "sums of up to 297 float32 products that cancel",
  },
  cases,
});

/** The derivative by x. `has_bias` is ignored. Minimal filtering as in `conv2dForward`. */
export const conv2dBackwardInput = kernel({
  name: "conv2d_backward_input",
  params,
  bindings: {
    dy: { read: outputSize },
    weight: { read: weightSize },
    dx: { write: inputSize },
  },
  flops,
  bytes,
  passes: (p, adapter) => {
    const pixels = p.batch * groups(p.height, p.stride_h) * groups(p.width, p.stride_w);
    const { grid, ...tiles } = productTiles("conv2d_backward_input", adapter, pixels, p.in_channels);
    return [{ entry: "main", grid: [...grid, p.stride_h * p.stride_w], ...tiles }];
  },
  tolerance: {
    absolute: 5e-5,
    relative: 1e-5,
    because: "sums of up to 343 float32 products that cancel",
  },
  cases,
});

/** Floats that all partial sums of the weight's gradient may take. */
const PARTIAL_FLOATS = 2 ** 22;

/** Chunks of the sum over pixels on WebGPU: small weights need many to keep all cores busy. */
function chunksOf(p: Conv2dParams) {
  const fit = Math.floor(PARTIAL_FLOATS / ((taps(p) + 1) * p.out_channels));
  return Math.max(1, Math.min(64, fit, groups(outputPixels(p), 256)));
}

/** The derivatives by weight and bias. dbias is written whether `has_bias` or not. */
export const conv2dBackwardWeight = kernel({
  name: "conv2d_backward_weight",
  params,
  bindings: {
    dy: { read: outputSize },
    x: { read: inputSize },
    dweight: { write: weightSize },
    dbias: { write: (p) => p.out_channels },
    // For each chunk dweight as [KH * KW * I, O], then dbias.
    partial: { scratch: (p) => chunksOf(p) * (taps(p) + 1) * p.out_channels },
  },
  flops,
  bytes,
  passes: (p, adapter) => {
    const CHUNKS = chunksOf(p);
    const { grid, ...tiles } = productTiles("conv2d_backward_weight", adapter, taps(p) + 1, p.out_channels);
    return [
      { entry: "partials", grid: [...grid, CHUNKS], ...tiles },
      {
        entry: "finish",
        grid: linearGrid(groups((taps(p) + 1) * p.out_channels, 64)),
        constants: { CHUNKS },
      },
    ];
  },
  tolerance: {
    absolute: 3e-4,
    relative: 1e-5,
    because: "sums of up to 4900 float32 products that cancel",
  },
  cases,
});
