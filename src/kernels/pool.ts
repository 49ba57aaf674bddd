/**
 * Maximum and average pooling of images [B, H, W, C], as PyTorch's max_pool2d and
 * avg_pool2d: an extent becomes floor((extent + 2 pad - kernel) / stride) + 1.
 * `pad` must be less than `kernel`, so that each window holds a pixel.
 */
import { kernel, linearGrid, type ParamValues, u32 } from "./kernel.js";
import { integers, type Sampler } from "./sample.js";

const params = {
  batch: u32,
  height: u32,
  width: u32,
  channels: u32,
  kernel_h: u32,
  kernel_w: u32,
  stride_h: u32,
  stride_w: u32,
  pad_h: u32,
  pad_w: u32,
};
type Params = ParamValues<typeof params>;

/** Invocations of a workgroup; one computes one element. */
const WORKGROUP = 64;

const outHeight = (p: Params) => Math.floor((p.height + 2 * p.pad_h - p.kernel_h) / p.stride_h) + 1;
const outWidth = (p: Params) => Math.floor((p.width + 2 * p.pad_w - p.kernel_w) / p.stride_w) + 1;
const inputSize = (p: Params) => p.batch * p.height * p.width * p.channels;
const outputSize = (p: Params) => p.batch * outHeight(p) * outWidth(p) * p.channels;
const taps = (p: Params) => p.kernel_h * p.kernel_w;
/** Operations: one for each pixel of each window. */
const flops = (p: Params) => outputSize(p) * taps(p);
const elementwise = (size: (p: Params) => number) => (p: Params) => [
  { entry: "main", grid: linearGrid(Math.ceil(size(p) / WORKGROUP)) },
];

/** A position inside the window of output `element`: what the forward kernel may have written. */
const indexInWindow: Sampler<Params> = (random, p, element) => {
  const column = Math.floor(element / p.channels) % outWidth(p);
  const row = Math.floor(element / (p.channels * outWidth(p))) % outHeight(p);
  const within = (output: number, extent: number, size: number, stride: number, pad: number) => {
    const begin = Math.max(0, output * stride - pad);
    return begin + random.integer(Math.min(output * stride - pad + size, extent) - begin);
  };
  const h = within(row, p.height, p.kernel_h, p.stride_h, p.pad_h);
  return h * p.width + within(column, p.width, p.kernel_w, p.stride_w, p.pad_w);
};

function shape(
  [batch, height, width, channels]: readonly [number, number, number, number],
  [kernel_h, kernel_w]: readonly [number, number],
  [stride_h, stride_w]: readonly [number, number] = [kernel_h, kernel_w],
  [pad_h, pad_w]: readonly [number, number] = [0, 0],
): Params {
  return { batch, height, width, channels, kernel_h, kernel_w, stride_h, stride_w, pad_h, pad_w };
}

const cases = [
  { params: shape([1, 1, 1, 1], [1, 1]), note: "one pixel" },
  { params: shape([2, 7, 5, 3], [2, 2]), note: "a row and a column belong to no window" },
  {
    params: shape([2, 9, 8, 17], [3, 3], [2, 2], [1, 1]),
    note: "overlapping windows, padding, a channel tail",
  },
  { params: shape([1, 6, 11, 5], [2, 3], [3, 1], [1, 0]), note: "height and width differ in everything" },
  { params: shape([1, 5, 5, 4], [5, 5], [1, 1], [4, 4]), note: "corner windows hold one pixel" },
  { params: shape([1, 4, 6, 2], [4, 6]), note: "one window over the whole image" },
  { params: shape([8, 28, 28, 32], [2, 2]), note: "after a convolution stem" },
];

/** Small whole numbers tie often; some are NaN or infinite. */
const tiesAndSpecials: Sampler<Params> = (random) =>
  [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1, -1, 2, -2][random.integer(8)]!;

/**
 * y is each window's largest value, `index` where it stands in its image (h * width + w).
 * Of equals the first counts; NaN beats all, the last one where there are several, as in PyTorch.
 */
export const maxPool2dForward = kernel({
  name: "max_pool2d_forward",
  params,
  bindings: {
    x: { read: inputSize },
    y: { write: outputSize },
    index: { write: outputSize, dtype: "u32" },
  },
  flops,
  bytes: (p) => 4 * inputSize(p) + 8 * outputSize(p),
  passes: elementwise(outputSize),
  tolerance: { absolute: 0, relative: 0, because: "a maximum is one of its inputs" },
  cases: [
    ...cases,
    {
      params: shape([2, 9, 9, 9], [3, 3], [2, 2], [1, 1]),
      note: "NaN, infinities and ties",
      samples: { x: tiesAndSpecials },
    },
    {
      params: shape([1, 4, 4, 20], [2, 2]),
      note: "nothing but minus infinity",
      samples: { x: () => Number.NEGATIVE_INFINITY },
    },
    { params: shape([2, 6, 6, 3], [3, 3], [1, 1]), note: "ties", samples: { x: integers(0, 2) } },
  ],
});

const sumTolerance = {
  absolute: 2e-6,
  relative: 2e-6,
  because: "a sum of up to 25 float32 terms",
};

/** dx is the sum of dy over the windows whose maximum stands there. */
export const maxPool2dBackward = kernel({
  name: "max_pool2d_backward",
  params,
  bindings: {
    dy: { read: outputSize },
    index: { read: outputSize, dtype: "u32", sample: indexInWindow },
    dx: { write: inputSize },
  },
  flops,
  bytes: (p) => 4 * inputSize(p) + 8 * outputSize(p),
  passes: elementwise(inputSize),
  tolerance: sumTolerance,
  cases,
});

/** y is each window's mean; padding counts as zeros. */
export const avgPool2dForward = kernel({
  name: "avg_pool2d_forward",
  params,
  bindings: { x: { read: inputSize }, y: { write: outputSize } },
  flops,
  bytes: (p) => 4 * (inputSize(p) + outputSize(p)),
  passes: elementwise(outputSize),
  tolerance: sumTolerance,
  cases,
});

/** dx is the sum of dy / (kernel_h * kernel_w) over the windows that cover it. */
export const avgPool2dBackward = kernel({
  name: "avg_pool2d_backward",
  params,
  bindings: { dy: { read: outputSize }, dx: { write: inputSize } },
  flops,
  bytes: (p) => 4 * (inputSize(p) + outputSize(p)),
  passes: elementwise(inputSize),
  tolerance: sumTolerance,
  cases,
});
