/**
 * Two-dimensional convolution as PyTorch's Conv2d (a cross-correlation), with images as
 * [B, H, W, I] and weights as [O, KH, KW, I / groups].
 */
import { groups, kernel, linearGrid, type ParamValues, u32 } from "./kernel.js";
import { productTiles } from "./product_tiles.js";

const params = {
  batch: u32,
  /** Of the input. */
  height: u32,
  width: u32,
  in_channels: u32,
  /** Of the output. Windows may reach beyond the input on all sides, where it is zero. */
  out_height: u32,
  out_width: u32,
  out_channels: u32,
  kernel_h: u32,
  kernel_w: u32,
  stride_h: u32,
  stride_w: u32,
  /** Zeros above and to the left. Those below and to the right follow from the output's size. */
  pad_h: u32,
  pad_w: u32,
  /** Distances between neighbouring taps of the kernel. */
  dilation_h: u32,
  dilation_w: u32,
  /** Divides both numbers of channels: those of a group of outputs see those of the same group of inputs. */
  groups: u32,
  has_bias: u32,
} as const;

/** The parameters that all three kernels share. */
export type Conv2dParams = ParamValues<typeof params>;

const inputSize = (p: Conv2dParams) => p.batch * p.height * p.width * p.in_channels;
const inputsOfGroup = (p: Conv2dParams) => p.in_channels / p.groups;
const outputsOfGroup = (p: Conv2dParams) => p.out_channels / p.groups;
const taps = (p: Conv2dParams) => p.kernel_h * p.kernel_w * inputsOfGroup(p);
const weightSize = (p: Conv2dParams) => p.out_channels * taps(p);
const outputPixels = (p: Conv2dParams) => p.batch * p.out_height * p.out_width;
const outputSize = (p: Conv2dParams) => outputPixels(p) * p.out_channels;

/** Of the definition: what an algorithm saves does not count. */
const flops = (p: Conv2dParams) => 2 * outputSize(p) * taps(p);
const bytes = (p: Conv2dParams) => 4 * (inputSize(p) + weightSize(p) + outputSize(p));

/** Invocations of a workgroup of the shaders named _direct, one to an element of the result. */
const DIRECT_WORKGROUP = 64;
const directGrid = (size: number) => linearGrid(groups(size, DIRECT_WORKGROUP));

/** The most workgroups that WebGPU takes in z. */
const MAX_LAYERS = 65535;

/** Whether the tiles of a product, one group's channels wide, would be mostly empty, or have too many layers. */
const isDirect = (p: Conv2dParams, channelsOfGroup: number, layers: number) =>
  (p.groups > 1 && channelsOfGroup < 16) || layers > MAX_LAYERS;

/** A square problem without bias, for tests: what a case does not name. */
function square(
  p: { batch: number; in_channels: number; out_channels: number; size: number; kernel: number } & {
    stride?: number;
    pad?: number;
    dilation?: number;
  } & Partial<Conv2dParams>,
): Conv2dParams {
  const { size, kernel: k, stride = 1, pad = 0, dilation = 1, ...rest } = p;
  const { height = size, width = size, kernel_h = k, kernel_w = k } = rest;
  const { stride_h = stride, stride_w = stride, pad_h = pad, pad_w = pad } = rest;
  const out = (extent: number, taps: number, step: number, padding: number) =>
    Math.floor((extent + 2 * padding - dilation * (taps - 1) - 1) / step) + 1;
  return {
    height,
    width,
    out_height: out(height, kernel_h, stride_h, pad_h),
    out_width: out(width, kernel_w, stride_w, pad_w),
    ...{ kernel_h, kernel_w, stride_h, stride_w, pad_h, pad_w },
    dilation_h: dilation,
    dilation_w: dilation,
    groups: 1,
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
  {
    params: square({
      batch: 2,
      in_channels: 35,
      out_channels: 35,
      groups: 35,
      size: 9,
      kernel: 3,
      pad: 1,
      has_bias: 1,
    }),
    note: "depthwise, a channel tail",
  },
  {
    params: square({
      batch: 3,
      in_channels: 64,
      out_channels: 64,
      groups: 64,
      size: 14,
      kernel: 3,
      stride: 2,
      pad: 1,
    }),
    note: "depthwise, stride 2, whole vectors",
  },
  {
    params: square({
      batch: 1,
      in_channels: 19,
      out_channels: 19,
      groups: 19,
      size: 11,
      kernel: 5,
      pad: 3,
      dilation: 2,
    }),
    note: "depthwise, dilation",
  },
  {
    params: square({
      batch: 2,
      in_channels: 3,
      out_channels: 12,
      groups: 3,
      size: 7,
      kernel: 3,
      pad: 1,
      has_bias: 1,
    }),
    note: "several outputs for each input channel",
  },
  {
    params: square({
      batch: 2,
      in_channels: 15,
      out_channels: 21,
      groups: 3,
      size: 8,
      kernel: 3,
      stride: 2,
      pad: 1,
    }),
    note: "groups of odd channels, stride 2",
  },
  {
    params: square({
      batch: 1,
      in_channels: 40,
      out_channels: 68,
      groups: 2,
      size: 7,
      kernel: 3,
      pad: 2,
      dilation: 2,
      has_bias: 1,
    }),
    note: "groups of more channels than a vector, dilation",
  },
  {
    params: square({ batch: 5, in_channels: 24, out_channels: 48, groups: 3, size: 5, kernel: 1 }),
    note: "1x1 in groups",
  },
  {
    params: square({
      batch: 2,
      in_channels: 1,
      out_channels: 6,
      size: 13,
      kernel: 3,
      stride: 2,
      pad: 3,
      dilation: 3,
    }),
    note: "one input channel, stride 2, dilation 3",
  },
  {
    params: square({
      batch: 1,
      in_channels: 9,
      out_channels: 5,
      size: 12,
      kernel: 3,
      stride: 2,
      pad: 1,
      dilation: 2,
    }),
    note: "stride and dilation are equal: input rows that nothing reads",
  },
  {
    params: square({
      batch: 1,
      in_channels: 3,
      out_channels: 5,
      size: 23,
      kernel: 4,
      stride: 6,
      pad: 5,
      dilation: 4,
    }),
    note: "stride and dilation share a divisor",
  },
  {
    params: square({
      batch: 2,
      in_channels: 6,
      out_channels: 5,
      size: 6,
      kernel: 2,
      out_height: 6,
      out_width: 9,
    }),
    note: "zeros below and to the right only, windows that see nothing else",
  },
  {
    params: square({
      batch: 1,
      in_channels: 2,
      out_channels: 4,
      size: 6,
      kernel: 3,
      stride: 2,
      out_height: 5,
      out_width: 3,
    }),
    note: "the same with few channels",
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
    if (isDirect(p, outputsOfGroup(p), p.groups)) {
      return [{ entry: "main", shader: "conv2d_forward_direct", grid: directGrid(outputSize(p)) }];
    }
    const { grid, ...tiles } = productTiles("conv2d_forward", adapter, outputPixels(p), outputsOfGroup(p));
    return [{ entry: "main", grid: [...grid, p.groups], ...tiles }];
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
    if (isDirect(p, inputsOfGroup(p), p.stride_h * p.stride_w * p.groups)) {
      return [{ entry: "main", shader: "conv2d_backward_input_direct", grid: directGrid(inputSize(p)) }];
    }
    const pixels = p.batch * groups(p.height, p.stride_h) * groups(p.width, p.stride_w);
    const { grid, ...tiles } = productTiles("conv2d_backward_input", adapter, pixels, inputsOfGroup(p));
    return [{ entry: "main", grid: [...grid, p.stride_h * p.stride_w * p.groups], ...tiles }];
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
    // For each chunk dweight as [KH * KW * I / groups, O], then dbias.
    partial: { scratch: (p) => chunksOf(p) * (taps(p) + 1) * p.out_channels },
  },
  flops,
  bytes,
  passes: (p, adapter) => {
    const CHUNKS = chunksOf(p);
    const sums = (taps(p) + 1) * p.out_channels;
    const finish = { entry: "finish", grid: directGrid(sums), constants: { CHUNKS } };
    if (isDirect(p, outputsOfGroup(p), CHUNKS * p.groups)) {
      const [x, y] = directGrid(sums);
      return [{ entry: "partials", shader: "conv2d_backward_weight_direct", grid: [x, y, CHUNKS] }, finish];
    }
    const { grid, constants, ...tiles } = productTiles(
      "conv2d_backward_weight",
      adapter,
      taps(p) + 1,
      outputsOfGroup(p),
    );
    return [
      {
        entry: "partials",
        grid: [...grid, CHUNKS * p.groups],
        constants: { ...constants, CHUNKS },
        ...tiles,
      },
      finish,
    ];
  },
  tolerance: {
    absolute: 3e-4,
    relative: 1e-5,
    because: "sums of up to 4900 float32 products that cancel",
  },
  cases,
});
