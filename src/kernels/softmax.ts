/** Softmax and its logarithm along the rows of a matrix, and their derivatives from the results. */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { normal, type Sampler, uniform } from "./sample.js";

interface Params {
  readonly rows: number;
  readonly cols: number;
}

const params = { rows: u32, cols: u32 } as const;
const scaledParams = {
  ...params,
  /** Multiplies x first; above 0. */
  scale: f32,
} as const;
const matrix = (p: Params) => p.rows * p.cols;

const WORKGROUP = 64;
/** Rows up to this length are left to one invocation each. */
const SHORT = 64;
const passes = (p: Params) => [
  p.cols <= SHORT
    ? { entry: "short_rows", grid: linearGrid(groups(p.rows, WORKGROUP)) }
    : { entry: "rows", grid: linearGrid(p.rows) },
];

const shapes = [
  { params: { rows: 1, cols: 1 }, note: "one element" },
  { params: { rows: 70, cols: 10 }, note: "many short rows" },
  { params: { rows: 33, cols: 17 }, note: "one column more than lanes" },
  { params: { rows: 5, cols: 64 }, note: "the longest short rows" },
  { params: { rows: 9, cols: 131 }, note: "a tail in every vector width" },
];
/** Each third logit is minus infinity: a class ruled out. */
const masked: Sampler<Params> = (random, _, i) => (i % 3 === 1 ? -Infinity : random.normal());
const huge: Sampler<Params> = (_, __, i) => (i % 3 === 0 ? 1e4 : -1e4);
const withNaN: Sampler<Params> = (_, { cols }, i) => (i === cols + 3 ? NaN : i % 7);
const forwardCases = [
  ...shapes,
  { params: { rows: 6, cols: 12 }, note: "minus infinity, short", samples: { x: masked } },
  { params: { rows: 6, cols: 120 }, note: "minus infinity", samples: { x: masked } },
  { params: { rows: 4, cols: 12 }, note: "exp() would overflow, short", samples: { x: huge } },
  { params: { rows: 4, cols: 100 }, note: "exp() would overflow", samples: { x: huge } },
  { params: { rows: 3, cols: 10 }, note: "a row with NaN, short", samples: { x: withNaN } },
  { params: { rows: 3, cols: 100 }, note: "a row with NaN", samples: { x: withNaN } },
  { params: { rows: 1, cols: 300_001 }, note: "a long row" },
];

const x = { read: matrix, sample: normal<Params>(0, 3) } as const;

/**
 * y[n, c] = exp(scale x[n, c]) / sum over c of exp(scale x[n, c]). Minus infinity gives 0; a row of nothing else, NaN.
 * With `causal` above 0, the rows of each matrix of so many see one column in the first row and one more in each that
 * follows; what they do not see is as minus infinity.
 */
export const softmaxForward = kernel({
  name: "softmax_forward",
  params: { ...scaledParams, causal: u32 },
  bindings: { x, y: { write: matrix } },
  flops: (p) => 5 * matrix(p),
  bytes: (p) => 8 * matrix(p),
  passes,
  tolerance: { absolute: 1e-7, relative: 5e-6, because: "exponentials of differences up to 20" },
  cases: [
    ...forwardCases.map((testCase) => ({
      ...testCase,
      params: { ...testCase.params, scale: 1, causal: 0 },
    })),
    { params: { rows: 33, cols: 17, scale: 0.25, causal: 0 }, note: "scaled, short" },
    { params: { rows: 9, cols: 131, scale: 0.125, causal: 0 }, note: "scaled" },
    { params: { rows: 36, cols: 12, scale: 0.5, causal: 12 }, note: "causal, short" },
    { params: { rows: 240, cols: 80, scale: 0.5, causal: 80 }, note: "causal" },
    { params: { rows: 10, cols: 70, scale: 1, causal: 5 }, note: "causal, more columns than rows" },
    { params: { rows: 150, cols: 70, scale: 1, causal: 75 }, note: "causal, more rows than columns" },
    {
      params: { rows: 24, cols: 12, scale: 1, causal: 12 },
      note: "NaN and infinity where no row looks",
      samples: { x: (_, { cols }, i) => (i % cols === cols - 1 ? (i % 2 ? NaN : Infinity) : i % 5) },
    },
  ],
});

/** dx = scale y (dy - sum of dy y), where y is the softmax. */
export const softmaxBackward = kernel({
  name: "softmax_backward",
  params: scaledParams,
  bindings: {
    dy: { read: matrix },
    y: { read: matrix, sample: uniform<Params>(0, 0.2) },
    dx: { write: matrix },
  },
  flops: (p) => 4 * matrix(p),
  bytes: (p) => 12 * matrix(p),
  passes,
  tolerance: { absolute: 1e-6, relative: 2e-6, because: "a float32 sum of up to 131 products that cancel" },
  cases: shapes.map((testCase, i) => ({
    ...testCase,
    params: { ...testCase.params, scale: i % 2 === 0 ? 1 : 0.3 },
  })),
});

/** y[n, c] = x[n, c] - log(sum over c of exp(x[n, c])). */
export const logSoftmaxForward = kernel({
  name: "log_softmax_forward",
  params,
  bindings: { x, y: { write: matrix } },
  flops: (p) => 5 * matrix(p),
  bytes: (p) => 8 * matrix(p),
  passes,
  tolerance: {
    absolute: 2e-6,
    relative: 2e-6,
    because: "a logarithm of a float32 sum of up to 131 exponentials",
  },
  cases: forwardCases,
});

/** dx = dy - exp(y) sum of dy, where y is the log-softmax. */
export const logSoftmaxBackward = kernel({
  name: "log_softmax_backward",
  params,
  bindings: {
    dy: { read: matrix },
    y: { read: matrix, sample: uniform<Params>(-9, 0) },
    dx: { write: matrix },
  },
  flops: (p) => 4 * matrix(p),
  bytes: (p) => 12 * matrix(p),
  passes,
  tolerance: { absolute: 1e-5, relative: 2e-6, because: "a float32 sum of up to 131 terms that cancel" },
  cases: shapes,
});
