/** Copies between strided layouts: permutations, slices, concatenations and broadcasts are all this. */
import { groups, kernel, linearGrid, u32 } from "./kernel.js";
import { type Axis, collapse, extent, padAxes } from "./strides.js";

interface Params {
  readonly size0: number;
  readonly size1: number;
  readonly size2: number;
  readonly size3: number;
  readonly x_offset: number;
  readonly x_stride0: number;
  readonly x_stride1: number;
  readonly x_stride2: number;
  readonly x_stride3: number;
  readonly y_offset: number;
  readonly y_stride0: number;
  readonly y_stride1: number;
  readonly y_stride2: number;
  readonly y_stride3: number;
}

const sizes = (p: Params) => [p.size0, p.size1, p.size2, p.size3];
const xStrides = (p: Params) => [p.x_stride0, p.x_stride1, p.x_stride2, p.x_stride3];
const yStrides = (p: Params) => [p.y_stride0, p.y_stride1, p.y_stride2, p.y_stride3];
const total = (p: Params) => p.size0 * p.size1 * p.size2 * p.size3;

/** Strides are in the order x, y. */
function toParams(axes: readonly Axis[], x_offset: number, y_offset: number): Params {
  const [d0, d1, d2, d3] = axes as [Axis, Axis, Axis, Axis];
  return {
    size0: d0.size,
    size1: d1.size,
    size2: d2.size,
    size3: d3.size,
    x_offset,
    x_stride0: d0.strides[0]!,
    x_stride1: d1.strides[0]!,
    x_stride2: d2.strides[0]!,
    x_stride3: d3.strides[0]!,
    y_offset,
    y_stride0: d0.strides[1]!,
    y_stride1: d1.strides[1]!,
    y_stride2: d2.strides[1]!,
    y_stride3: d3.strides[1]!,
  };
}

const WORKGROUP = 256;
/** Rows and columns of a transposed tile. */
const TILE = 32;
/** Below this a tile is mostly empty. */
const MIN_TILED = 8;
const MAX_GRID = 65535;

function passes(p: Params) {
  const [x, y] = [xStrides(p), yStrides(p)];
  const axes = collapse(sizes(p).map((size, i) => ({ size, strides: [x[i]!, y[i]!] })));
  // The axis along which y is contiguous goes last, so that neighbours write neighbours.
  const last = axes.findIndex(({ strides }) => strides[1] === 1);
  if (last >= 0) axes.push(...axes.splice(last, 1));
  const along = axes.findIndex(({ size, strides }) => strides[0] === 1 && size >= MIN_TILED);
  const inner = axes.at(-1);
  if (last >= 0 && along >= 0 && along < axes.length - 1 && inner!.size >= MIN_TILED) {
    axes.splice(axes.length - 2, 0, ...axes.splice(along, 1));
    const params = toParams(padAxes(axes, 4, 2), p.x_offset, p.y_offset);
    const grid = [
      groups(params.size3, TILE),
      groups(params.size2, TILE),
      params.size0 * params.size1,
    ] as const;
    if (grid.every((n) => n <= MAX_GRID)) return [{ entry: "tiles", params, grid }];
  }
  const params = toParams(padAxes(axes, 4, 2), p.x_offset, p.y_offset);
  return [{ entry: "elements", params, grid: linearGrid(groups(total(p), WORKGROUP)) }];
}

/** Row-major strides. */
const dense = (shape: readonly number[]) =>
  shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * size, 1));

/** A dense x of `shape` into a dense y whose axis i is x's axis order[i]. */
function permute(shape: readonly number[], order: readonly number[]): Params {
  const strides = dense(shape);
  const target = dense(order.map((axis) => shape[axis]!));
  const axes = order.map((axis, i) => ({ size: shape[axis]!, strides: [strides[axis]!, target[i]!] }));
  return toParams(axes, 0, 0);
}

const axis = (size: number, x: number, y: number): Axis => ({ size, strides: [x, y] });

/** y[y_offset + sum of i * y_stride] = x[x_offset + sum of i * x_stride], for i within the sizes; the rest of y stays. */
export const stridedCopy = kernel({
  name: "strided_copy",
  params: {
    size0: u32,
    size1: u32,
    size2: u32,
    size3: u32,
    x_offset: u32,
    x_stride0: u32,
    x_stride1: u32,
    x_stride2: u32,
    x_stride3: u32,
    y_offset: u32,
    y_stride0: u32,
    y_stride1: u32,
    y_stride2: u32,
    y_stride3: u32,
  },
  bindings: {
    x: { read: (p) => extent(sizes(p), xStrides(p), p.x_offset) },
    y: { readWrite: (p) => extent(sizes(p), yStrides(p), p.y_offset) },
  },
  flops: () => 0,
  bytes: (p) => 8 * total(p),
  passes,
  tolerance: { absolute: 0, relative: 0, because: "copies" },
  cases: [
    { params: permute([1, 1, 1, 1], [0, 1, 2, 3]), note: "one element" },
    { params: permute([1, 1, 3, 41], [0, 1, 2, 3]), note: "dense" },
    { params: permute([1, 1, 5, 20_000], [0, 1, 2, 3]), note: "dense, several tasks" },
    { params: permute([1, 1, 37, 53], [0, 1, 3, 2]), note: "transposed, odd sizes" },
    { params: permute([1, 1, 5, 70], [0, 1, 3, 2]), note: "transposed, narrow" },
    { params: permute([1, 1, 300, 130], [0, 1, 3, 2]), note: "transposed, several tasks" },
    { params: permute([2, 9, 11, 3], [0, 3, 1, 2]), note: "NHWC to NCHW" },
    { params: permute([2, 16, 9, 11], [0, 2, 3, 1]), note: "NCHW to NHWC" },
    { params: permute([5, 4, 3, 37], [0, 2, 1, 3]), note: "inner rows kept" },
    { params: permute([5, 9, 3, 17], [3, 1, 0, 2]), note: "all axes move" },
    { params: permute([3, 5, 9, 17], [3, 2, 1, 0]), note: "axes reversed" },
    {
      params: toParams([axis(1, 0, 0), axis(1, 0, 0), axis(13, 40, 21), axis(21, 1, 1)], 7, 0),
      note: "a slice",
    },
    {
      params: toParams([axis(1, 0, 0), axis(1, 0, 0), axis(13, 21, 40), axis(21, 1, 1)], 0, 19),
      note: "the second part of a concatenation",
    },
    {
      params: toParams([axis(1, 0, 0), axis(4, 0, 69), axis(3, 1, 23), axis(23, 0, 1)], 0, 0),
      note: "broadcasts",
    },
    {
      params: toParams([axis(1, 0, 0), axis(3, 60, 90), axis(9, 6, 10), axis(5, 2, 3)], 1, 2),
      note: "no axis contiguous anywhere",
    },
    {
      params: toParams([axis(1, 0, 0), axis(1, 0, 0), axis(40, 1, 2), axis(33, 40, 80)], 0, 0),
      note: "into every other element",
    },
  ],
});
