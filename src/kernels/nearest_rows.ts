/** The nearest rows of one matrix to the rows of another, by scores. Letters: M queries, N points, D columns. */
import type { Random } from "../random/philox.js";
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
    half_norms: { read: (p) => p.points, sample: (_: Random, _p, index) => (index * 13) % 40 },
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
});
