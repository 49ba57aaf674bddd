/** The nearest rows of one matrix to the rows of another, by scores. Letters: M queries, N points, D columns. */
import { groups, kernel, linearGrid, u32 } from "./kernel.js";
import type { Sampler } from "./sample.js";

interface Shape {
  readonly rows: number;
  readonly points: number;
  readonly cols: number;
  readonly keep: number;
  readonly own: number;
  readonly start: number;
}

/** Queries of a WebGPU workgroup: two for each of 64 invocations. */
const TILE_ROWS = 128;
/** Multiply-adds of one WebGPU dispatch: more than a second would make a system reset a slow GPU. */
const PASS_WORK = 2 ** 36;

/** Small whole numbers, whose products are exact; the same for queries and points. */
const pattern: Sampler<Shape> = (_, p, index) => {
  const [row, column] = [Math.floor(index / p.cols), index % p.cols];
  return ((row * row * 31 + column * 17 + ((row * 7) ^ (column * 5))) % 9) - 4;
};

/**
 * For each query q the `keep` points c with the greatest scores q c - half_norms[c], descending, of equal scores the
 * smaller number first. With half_norms of |c|^2 / 2 those are the nearest, but for rounding. `own`: the queries are
 * the points (rows = points), and none counts itself. There are at least `keep` points (besides the query itself).
 */
export const nearestRows = kernel({
  name: "nearest_rows",
  /** `start`: the first query of a WebGPU pass; callers give 0. */
  params: { rows: u32, points: u32, cols: u32, keep: u32, own: u32, start: u32 },
  bindings: {
    queries: { read: (p) => p.rows * p.cols, sample: pattern },
    x: { read: (p) => p.points * p.cols, sample: pattern },
    half_norms: { read: (p) => p.points, sample: (_, _p, index) => (index * 13) % 40 },
    index: { write: (p) => p.rows * p.keep, dtype: "u32" },
    score: { write: (p) => p.rows * p.keep },
  },
  flops: (p) => 2 * p.rows * p.cols * p.points * (p.own ? 0.5 : 1),
  bytes: (p) => 4 * ((p.rows + p.points) * p.cols + p.points + 2 * p.rows * p.keep),
  passes: (p) => {
    const most = Math.max(1, Math.floor(PASS_WORK / (TILE_ROWS * p.points * p.cols)));
    const tiles = groups(p.rows, TILE_ROWS);
    return Array.from({ length: groups(tiles, most) }, (_, i) => ({
      entry: "main",
      grid: linearGrid(Math.min(most, tiles - i * most)),
      params: { start: i * most * TILE_ROWS },
    }));
  },
  tolerance: { absolute: 0, relative: 0, because: "sums of small whole numbers are exact" },
  cases: [
    { params: { rows: 1, points: 1, cols: 1, keep: 1, own: 0, start: 0 }, note: "one value" },
    { params: { rows: 2, points: 2, cols: 3, keep: 1, own: 1, start: 0 }, note: "one other row" },
    { params: { rows: 70, points: 50, cols: 17, keep: 50, own: 0, start: 0 }, note: "all points, sorted" },
    { params: { rows: 259, points: 259, cols: 20, keep: 7, own: 1, start: 0 }, note: "tails, equal scores" },
    {
      params: { rows: 130, points: 700, cols: 300, keep: 16, own: 0, start: 0 },
      note: "several blocks over columns",
    },
    {
      params: { rows: 1300, points: 1300, cols: 5, keep: 12, own: 1, start: 0 },
      note: "several blocks of rows",
    },
    { params: { rows: 9, points: 9, cols: 1100, keep: 8, own: 1, start: 0 }, note: "few rows, many columns" },
  ],
});
