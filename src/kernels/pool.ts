/**
 * Maximum and average pooling of images [B, H, W, C], as PyTorch's max_pool2d and
 * avg_pool2d. Windows may reach beyond the image on all sides; `pad` must be less than `kernel`.
 */
import { kernel, linearGrid, type ParamValues, u32 } from "./kernel.js";
import { integers, type Sampler } from "./sample.js";

const params = {
  batch: u32,
  height: u32,
  width: u32,
  channels: u32,
  /** Windows down and across. */
  out_height: u32,
  out_width: u32,
  kernel_h: u32,
  kernel_w: u32,
  stride_h: u32,
  stride_w: u32,
  /** Above and to the left. What is below and to the right follows from the number of windows. */
  pad_h: u32,
  pad_w: u32,
};
type Params = ParamValues<typeof params>;

const maxParams = {
  ...params,
  /** Distances between neighbouring pixels of a window. */
  dilation_h: u32,
  dilation_w: u32,
};
type MaxParams = ParamValues<typeof maxParams>;

const avgParams = {
  ...params,
  /** Whether padding counts as zeros; as much behind the image as before it, whatever the number of windows. */
  count_include_pad: u32,
};

/** The index of a maximum of nothing: it is minus infinity, and has no derivative. */
const NO_PIXEL = 2 ** 32 - 1;

/** Invocations of a workgroup; one computes one element. */
const WORKGROUP = 64;

const inputSize = (p: Params) => p.batch * p.height * p.width * p.channels;
const outputSize = (p: Params) => p.batch * p.out_height * p.out_width * p.channels;
const taps = (p: Params) => p.kernel_h * p.kernel_w;
/** Operations: one for each pixel of each window. */
const flops = (p: Params) => outputSize(p) * taps(p);
const perElement = (count: number) => [{ entry: "main", grid: linearGrid(Math.ceil(count / WORKGROUP)) }];

/** A position inside the window of output `element`: what the forward kernel may have written. */
const indexInWindow: Sampler<MaxParams> = (random, p, element) => {
  const column = Math.floor(element / p.channels) % p.out_width;
  const row = Math.floor(element / (p.channels * p.out_width)) % p.out_height;
  const within = (start: number, extent: number, size: number, dilation: number) => {
    const taps = Array.from({ length: size }, (_, tap) => start + tap * dilation);
    const inside = taps.filter((at) => at >= 0 && at < extent);
    return inside.length === 0 ? null : inside[random.integer(inside.length)]!;
  };
  const h = within(row * p.stride_h - p.pad_h, p.height, p.kernel_h, p.dilation_h);
  const w = within(column * p.stride_w - p.pad_w, p.width, p.kernel_w, p.dilation_w);
  return h === null || w === null ? NO_PIXEL : h * p.width + w;
};

function shape(
  [batch, height, width, channels]: readonly [number, number, number, number],
  [kernel_h, kernel_w]: readonly [number, number],
  [stride_h, stride_w]: readonly [number, number] = [kernel_h, kernel_w],
  [pad_h, pad_w]: readonly [number, number] = [0, 0],
  { dilation = 1, ceil = false } = {},
): Params {
  const out = (extent: number, size: number, stride: number, pad: number) => {
    const windows = (extent + 2 * pad - dilation * (size - 1) - 1) / stride + 1;
    return ceil ? Math.ceil(windows) : Math.floor(windows);
  };
  return {
    ...{ batch, height, width, channels },
    out_height: out(height, kernel_h, stride_h, pad_h),
    out_width: out(width, kernel_w, stride_w, pad_w),
    ...{ kernel_h, kernel_w, stride_h, stride_w, pad_h, pad_w },
  };
}

const shapes = [
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
  {
    params: shape([2, 8, 6, 9], [3, 3], [2, 2], [0, 0], { ceil: true }),
    note: "last windows end outside the image",
  },
  {
    params: shape([1, 6, 6, 4], [4, 3], [3, 2], [1, 1], { ceil: true }),
    note: "last windows end in the padding and behind it",
  },
];

const dilated = [
  [shape([2, 9, 10, 5], [3, 3], [1, 2], [1, 1], { dilation: 2 }), 2, "dilation"],
  [shape([1, 11, 8, 17], [2, 3], [2, 1], [1, 1], { dilation: 3 }), 3, "dilation above the stride"],
  [shape([1, 2, 5, 3], [2, 2], [1, 1], [1, 1], { dilation: 3 }), 3, "windows without a pixel"],
] as const;

const maxCases = [
  ...shapes.map((each) => ({ ...each, params: { ...each.params, dilation_h: 1, dilation_w: 1 } })),
  ...dilated.map(([sizes, dilation, note]) => ({
    params: { ...sizes, dilation_h: dilation, dilation_w: dilation },
    note,
  })),
];
const avgCases = [1, 0].flatMap((count_include_pad) =>
  shapes
    .filter(({ params }) => count_include_pad || params.pad_h + params.pad_w > 0 || params.kernel_h === 3)
    .map((each) => ({ ...each, params: { ...each.params, count_include_pad } })),
);
/** One case without dilation. */
const maxShape = (...sizes: Parameters<typeof shape>): MaxParams => ({
  ...shape(...sizes),
  dilation_h: 1,
  dilation_w: 1,
});

/** Small whole numbers tie often; some are NaN or infinite. */
const tiesAndSpecials: Sampler<MaxParams> = (random) =>
  [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1, -1, 2, -2][random.integer(8)]!;

/**
 * y is each window's largest value, `index` where it stands in its image (h * width + w).
 * Of equals the first counts; NaN beats all, the last one where there are several, as in PyTorch.
 */
export const maxPool2dForward = kernel({
  name: "max_pool2d_forward",
  params: maxParams,
  bindings: {
    x: { read: (p) => inputSize(p) },
    y: { write: (p) => outputSize(p) },
    index: { write: (p) => outputSize(p), dtype: "u32" },
  },
  flops: (p) => flops(p),
  bytes: (p) => 4 * inputSize(p) + 8 * outputSize(p),
  passes: (p) => perElement(outputSize(p)),
  tolerance: { absolute: 0, relative: 0, because: "a maximum is one of its inputs" },
  cases: [
    ...maxCases,
    {
      params: maxShape([2, 9, 9, 9], [3, 3], [2, 2], [1, 1]),
      note: "NaN, infinities and ties",
      samples: { x: tiesAndSpecials },
    },
    {
      params: maxShape([1, 4, 4, 20], [2, 2]),
      note: "nothing but minus infinity",
      samples: { x: () => Number.NEGATIVE_INFINITY },
    },
    { params: maxShape([2, 6, 6, 3], [3, 3], [1, 1]), note: "ties", samples: { x: integers(0, 2) } },
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
  params: maxParams,
  bindings: {
    dy: { read: (p) => outputSize(p) },
    index: { read: (p) => outputSize(p), dtype: "u32", sample: indexInWindow },
    dx: { write: (p) => inputSize(p) },
  },
  flops: (p) => flops(p),
  bytes: (p) => 4 * inputSize(p) + 8 * outputSize(p),
  passes: (p) => perElement(inputSize(p)),
  tolerance: sumTolerance,
  cases: maxCases,
});

/** y is each window's mean. */
export const avgPool2dForward = kernel({
  name: "avg_pool2d_forward",
  params: avgParams,
  bindings: { x: { read: inputSize }, y: { write: outputSize } },
  flops,
  bytes: (p) => 4 * (inputSize(p) + outputSize(p)),
  passes: (p) => perElement(outputSize(p)),
  tolerance: sumTolerance,
  cases: avgCases,
});

/** dx is the sum of dy over the windows that cover it, each divided by the number that its mean was divided by. */
export const avgPool2dBackward = kernel({
  name: "avg_pool2d_backward",
  params: avgParams,
  bindings: { dy: { read: outputSize }, dx: { write: inputSize } },
  flops,
  bytes: (p) => 4 * (inputSize(p) + outputSize(p)),
  passes: (p) => perElement(inputSize(p)),
  tolerance: sumTolerance,
  cases: avgCases,
});
