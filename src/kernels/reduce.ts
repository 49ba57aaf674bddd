/** Reductions over one axis of a tensor, seen as [outer, axis, inner]. */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { normal } from "./sample.js";

/**
 * Codes of the reductions, for the parameter `op`. The sums are multiplied by `scale`, so 1 / axis gives means;
 * max and min ignore it, and are NaN where an element is.
 */
export const reduceOps = { sum: 0, max: 1, min: 2, sum_of_squares: 3 } as const;

export type ReduceOp = keyof typeof reduceOps;

export interface Params {
  readonly outer: number;
  readonly axis: number;
  readonly inner: number;
  readonly x_offset: number;
  readonly outer_stride: number;
  readonly y_offset: number;
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

/**
 * The parameters of a whole dense tensor. Of one outer index alone nothing reads the stride, which might not fit
 * into 32 bits.
 */
export function denseView(outer: number, axis: number, inner: number) {
  return { outer, axis, inner, x_offset: 0, outer_stride: outer === 1 ? 0 : axis * inner, y_offset: 0 };
}

/**
 * x begins `x_offset` elements into its binding, and `outer_stride` separate one outer index from the next. y, dense,
 * begins `y_offset` elements into its own; what lies before stays. Results do not depend on `outer`, to the bit.
 */
export const reduce = kernel({
  name: "reduce",
  params: {
    outer: u32,
    axis: u32,
    inner: u32,
    x_offset: u32,
    outer_stride: u32,
    y_offset: u32,
    op: u32,
    scale: f32,
  },
  bindings: {
    x: {
      read: (p) => p.x_offset + (p.outer - 1) * p.outer_stride + p.axis * p.inner,
      sample: normal(0.5, 1),
    },
    y: { readWrite: (p) => p.y_offset + p.outer * p.inner },
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
});

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
});
