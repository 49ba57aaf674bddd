/** Elementwise functions of two tensors, with broadcasting. */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { type Axis, collapse, extent, padAxes } from "./strides.js";

/** Codes of the functions, for the parameter `op`; `greater` and `equal` give 1 or 0, `keep` a where b is not 0, else 0. */
export const binaryOps = {
  add: 0,
  sub: 1,
  mul: 2,
  div: 3,
  max: 4,
  min: 5,
  pow: 6,
  greater: 7,
  equal: 8,
  keep: 9,
} as const;

export type BinaryOp = keyof typeof binaryOps;

export const names = Object.keys(binaryOps) as BinaryOp[];

export interface Params {
  readonly op: number;
  readonly size0: number;
  readonly size1: number;
  readonly size2: number;
  readonly size3: number;
  readonly a_stride0: number;
  readonly a_stride1: number;
  readonly a_stride2: number;
  readonly a_stride3: number;
  readonly b_stride0: number;
  readonly b_stride1: number;
  readonly b_stride2: number;
  readonly b_stride3: number;
}

const sizes = (p: Params) => [p.size0, p.size1, p.size2, p.size3];
const aStrides = (p: Params) => [p.a_stride0, p.a_stride1, p.a_stride2, p.a_stride3];
const bStrides = (p: Params) => [p.b_stride0, p.b_stride1, p.b_stride2, p.b_stride3];
const total = (p: Params) => p.size0 * p.size1 * p.size2 * p.size3;
const aSize = (p: Params) => extent(sizes(p), aStrides(p));
const bSize = (p: Params) => extent(sizes(p), bStrides(p));

export function toParams(op: number, axes: readonly Axis[]): Params {
  const [d0, d1, d2, d3] = axes as [Axis, Axis, Axis, Axis];
  return {
    op,
    size0: d0.size,
    size1: d1.size,
    size2: d2.size,
    size3: d3.size,
    a_stride0: d0.strides[0]!,
    a_stride1: d1.strides[0]!,
    a_stride2: d2.strides[0]!,
    a_stride3: d3.strides[0]!,
    b_stride0: d0.strides[1]!,
    b_stride1: d1.strides[1]!,
    b_stride2: d2.strides[1]!,
    b_stride3: d3.strides[1]!,
  };
}

/** Elements of one workgroup: 256 invocations of four. */
const PER_GROUP = 1024;

function passes(p: Params) {
  const [a, b] = [aStrides(p), bStrides(p)];
  const axes = collapse(sizes(p).map((size, i) => ({ size, strides: [a[i]!, b[i]!] })));
  const params = toParams(p.op, padAxes(axes, 4, 2));
  const entry = `map_${names[p.op]}`;
  const row = axes.length === 1 ? axes[0]! : null;
  if (row?.strides.every((stride) => stride === 1)) {
    return [{ entry, shader: "binary_dense", params, grid: linearGrid(groups(row.size, PER_GROUP)) }];
  }
  const vectors = params.size0 * params.size1 * params.size2 * Math.ceil(params.size3 / 4);
  return [{ entry, params, grid: linearGrid(groups(vectors, PER_GROUP / 4)) }];
}

export const binary = kernel({
  name: "binary",
  params: {
    op: u32,
    size0: u32,
    size1: u32,
    size2: u32,
    size3: u32,
    a_stride0: u32,
    a_stride1: u32,
    a_stride2: u32,
    a_stride3: u32,
    b_stride0: u32,
    b_stride1: u32,
    b_stride2: u32,
    b_stride3: u32,
  },
  bindings: { a: { read: aSize }, b: { read: bSize }, y: { write: total } },
  flops: total,
  bytes: (p) => 4 * (aSize(p) + bSize(p) + total(p)),
  passes,
  tolerance: {
    absolute: 1e-6,
    relative: 2e-6,
    because: "powers with exponents up to 3; sums and products are rounded once",
  },
});

const count = (p: { count: number }) => p.count;

/** y += alpha * x. */
export const scaledAdd = kernel({
  name: "scaled_add",
  params: { count: u32, alpha: f32 },
  bindings: { x: { read: count }, y: { readWrite: count } },
  flops: (p) => 2 * p.count,
  bytes: (p) => 12 * p.count,
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(p.count, PER_GROUP)) }],
  tolerance: { absolute: 1e-6, relative: 1e-6, because: "one product and one sum, rounded" },
});
