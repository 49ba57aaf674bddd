/** Reductions over one axis of a tensor, seen as [outer, axis, inner]. */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { normal, type Sampler, uniform } from "./sample.js";

/**
 * Codes of the reductions, for the parameter `op`. The sums are multiplied by `scale`, so 1 / axis gives means;
 * max and min ignore it, and are NaN where an element is.
 */
export const reduceOps = { sum: 0, max: 1, min: 2, sum_of_squares: 3 } as const;

export type ReduceOp = keyof typeof reduceOps;

interface Params {
  readonly outer: number;
  readonly axis: number;
  readonly inner: number;
  readonly x_offset: number;
  readonly outer_stride: number;
  readonly op: number;
  readonly scale: number;
}

/** Invocations of a workgroup. */
const WORKGROUP = 64;
/** Elements of a row that one workgroup takes: longer rows are reduced in two stages. */
const CHUNK = 4096;
/** Rows up to this length are left to one invocation each. */
const SHORT = 32;

/** Elements of the axis that one invocation takes where columns are reduced: balances the two stages. */
const blockOf = (p: Params) => Math.max(64, Math.ceil(Math.sqrt(p.axis)));
const byRow = (p: Params) => p.inner === 1 && p.axis > SHORT;
/** Partial results of each output. */
const partials = (p: Params) => groups(p.axis, byRow(p) ? CHUNK : blockOf(p));

function passes(p: Params) {
  const outputs = p.outer * p.inner;
  const parts = partials(p);
  const constants = { OP: p.op, CHUNK: byRow(p) ? CHUNK : blockOf(p) };
  const [kind, width] = byRow(p) ? ["row", 1] : ["column", WORKGROUP];
  if (parts === 1) return [{ entry: `${kind}s`, constants, grid: linearGrid(groups(outputs, width)) }];
  return [
    { entry: `${kind}_partials`, constants, grid: linearGrid(groups(outputs * parts, width)) },
    { entry: `${kind}_finish`, constants, grid: linearGrid(groups(outputs, width)) },
  ];
}

const names = Object.keys(reduceOps) as ReduceOp[];
const shapes: [outer: number, axis: number, inner: number, note: string][] = [
  [1, 1, 1, "one element"],
  [5, 7, 1, "rows shorter than a vector"],
  [3, 333, 1, "rows with a tail in every vector width"],
  [2, 20_001, 1, "rows of several chunks"],
  [2, 9, 17, "few columns"],
  [1, 700, 10, "long narrow columns"],
  [3, 150, 67, "columns in two stages"],
];
const special = [1, Infinity, -Infinity, NaN, -2];
const notANumber: Sampler<Params> = (_, __, i) => (i === 70 ? NaN : (i % 50) - 80);
const minusInfinity: Sampler<Params> = () => -Infinity;
const specials: Sampler<Params> = (_, __, i) => special[i % special.length]!;

/**
 * The parameters of a whole dense tensor. Of one outer index alone nothing reads the stride, which might not fit
 * into 32 bits.
 */
export function denseView(outer: number, axis: number, inner: number) {
  return { outer, axis, inner, x_offset: 0, outer_stride: outer === 1 ? 0 : axis * inner };
}

/** x begins `x_offset` elements into its binding, and `outer_stride` separate one outer index from the next. */
export const reduce = kernel({
  name: "reduce",
  params: { outer: u32, axis: u32, inner: u32, x_offset: u32, outer_stride: u32, op: u32, scale: f32 },
  bindings: {
    x: {
      read: (p) => p.x_offset + (p.outer - 1) * p.outer_stride + p.axis * p.inner,
      sample: normal(0.5, 1),
    },
    y: { write: (p) => p.outer * p.inner },
    partial: { scratch: (p) => (partials(p) === 1 ? 0 : p.outer * p.inner * partials(p)) },
  },
  flops: (p) => p.outer * p.axis * p.inner,
  bytes: (p) => 4 * p.outer * (p.axis + 1) * p.inner,
  passes,
  tolerance: {
    absolute: 2e-6,
    relative: 2e-6,
    because: "scaled sums of up to a million float32 terms, added in blocks",
  },
  cases: [
    ...names.flatMap((op) =>
      shapes.map(([outer, axis, inner, note]) => ({
        params: { ...denseView(outer, axis, inner), op: reduceOps[op], scale: 1 / axis },
        note: `${op}, ${note}`,
      })),
    ),
    {
      params: { ...denseView(1, 1_000_003, 1), op: reduceOps.sum, scale: 1e-6 },
      note: "a million terms of one sign",
      samples: { x: uniform<Params>(0, 1) },
    },
    { params: { ...denseView(1, 3500, 96), op: reduceOps.sum, scale: 0.001 }, note: "a bias gradient" },
    { params: { ...denseView(1, 20, 5000), op: reduceOps.sum, scale: 0.1 }, note: "wide columns" },
    { params: { ...denseView(300, 5, 3), op: reduceOps.sum, scale: 1 }, note: "many small ones" },
    ...[
      { outer: 3, axis: 50, inner: 1, note: "short rows" },
      { outer: 2, axis: 20_001, inner: 1, note: "rows of several chunks" },
      { outer: 2, axis: 200, inner: 3, note: "narrow columns" },
      { outer: 2, axis: 300, inner: 70, note: "columns in two stages" },
    ].map(({ note, ...view }) => ({
      params: {
        ...view,
        x_offset: 37,
        outer_stride: view.axis * view.inner + 11,
        op: reduceOps.sum,
        scale: 1 / view.axis,
      },
      note: `part of a larger tensor, ${note}`,
    })),
    ...(["max", "min"] as const).flatMap((op) => [
      {
        params: { ...denseView(2, 100, 1), op: reduceOps[op], scale: 1 },
        note: `${op}, NaN among numbers`,
        samples: { x: notANumber },
      },
      {
        params: { ...denseView(1, 100, 3), op: reduceOps[op], scale: 1 },
        note: `${op}, NaN in a column`,
        samples: { x: notANumber },
      },
      {
        params: { ...denseView(2, 40, 1), op: reduceOps[op], scale: 1 },
        note: `${op}, nothing but minus infinity`,
        samples: { x: minusInfinity },
      },
    ]),
    {
      params: { ...denseView(1, 3, 5), op: reduceOps.sum, scale: 1 },
      note: "sums with infinities and NaN",
      samples: { x: specials },
    },
  ],
});

const ties: Sampler<{ rows: number; cols: number }> = (random) => random.integer(4);

/**
 * Index of each row's largest element; of equal ones, the first. NaN counts as larger than every number, as in
 * NumPy and PyTorch, so a row with NaN gives the index of its first NaN.
 */
export const argmax = kernel({
  name: "argmax",
  params: { rows: u32, cols: u32 },
  bindings: {
    x: { read: (p) => p.rows * p.cols },
    index: { write: (p) => p.rows, dtype: "u32" },
  },
  flops: (p) => p.rows * p.cols,
  bytes: (p) => 4 * p.rows * (p.cols + 1),
  passes: (p) => [
    p.cols <= SHORT
      ? { entry: "short_rows", grid: linearGrid(groups(p.rows, WORKGROUP)) }
      : { entry: "rows", grid: linearGrid(p.rows) },
  ],
  tolerance: { absolute: 0, relative: 0, because: "indices are exact" },
  cases: [
    { params: { rows: 1, cols: 1 }, note: "one element" },
    { params: { rows: 100, cols: 10 }, note: "short rows" },
    { params: { rows: 9, cols: 333 }, note: "a tail in every vector width" },
    { params: { rows: 70, cols: 10 }, note: "short rows with ties", samples: { x: ties } },
    { params: { rows: 7, cols: 100 }, note: "ties", samples: { x: ties } },
    {
      params: { rows: 3, cols: 90 },
      note: "NaN",
      samples: { x: (_, __, i) => (i === 50 || i === 70 ? Number.NaN : i) },
    },
    {
      params: { rows: 2, cols: 5 },
      note: "NaN in a short row",
      samples: { x: (_, __, i) => (i === 3 ? NaN : i) },
    },
    { params: { rows: 2, cols: 77 }, note: "nothing but minus infinity", samples: { x: () => -Infinity } },
  ],
});
