/**
 * One epoch of UMAP's layout (L. McInnes, J. Healy and J. Melville, "UMAP: Uniform manifold approximation and
 * projection for dimension reduction", 2018). Every row moves by the sum of its forces at the positions of the epoch
 * before, so that the order of rows changes nothing.
 *
 * Letters: y positions of the rows that move, z positions of those that they move to or from (y itself where a layout
 * is fitted), d = |y_i - z_j|^2, r = rate.
 */
import type { Random } from "../random/philox.js";
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { integers, uniform } from "./sample.js";

interface Params {
  readonly rows: number;
  readonly others: number;
  readonly edges: number;
  readonly components: number;
}

/** Positions have this many components at most. */
export const MOST_COMPONENTS = 16;
const WORKGROUP = 64;

/**
 * y'_i = y_i + r (pull * sum over sampled edges j of attraction + sum over drawn k of repulsion):
 * attraction = clip(-2 a b d^(b - 1) / (1 + a d^b) (y_i - z_j)), repulsion = clip(2 b / ((0.001 + d) (1 + a d^b)) (y_i - z_k)),
 * clip to -4 .. 4, both 0 where d is 0.
 *
 * Edges of row i are `starts[i]` to `starts[i + 1] - 1`; edge e is sampled in the epochs n in which
 * floor((n + 1) chance[e]) differs from floor(n chance[e]). For each sampled edge `negatives` rows k are drawn: draw m
 * of row i is word m % 4 of the Philox block with key (seed, epoch) and counter (m / 4, i, 0, 0), times `others`, its
 * upper 32 bits. A row is NaN where its starts are more than `edges`, or a sampled edge leads to no row.
 */
export const umapStep = kernel({
  name: "umap_step",
  params: {
    rows: u32,
    others: u32,
    edges: u32,
    components: u32,
    epoch: u32,
    negatives: u32,
    seed: u32,
    a: f32,
    b: f32,
    rate: f32,
    pull: f32,
  },
  bindings: {
    y: { read: (p: Params) => p.rows * p.components },
    z: { read: (p: Params) => p.others * p.components },
    starts: {
      read: (p: Params) => p.rows + 1,
      dtype: "u32",
      sample: (_: Random, p: Params, i) => Math.floor((i * p.edges) / p.rows),
      indices: {
        below: (p: Params) => p.edges + 1,
        message: (value: number, position: number, below: number) =>
          `umapStep: start ${value} at position ${position}, of ${below - 1} edges: starts are 0 to ${below - 1}`,
      },
    },
    targets: {
      read: (p: Params) => p.edges,
      dtype: "u32",
      sample: integers<Params>(0, (p) => p.others),
      indices: {
        below: (p: Params) => p.others,
        message: (value: number, position: number, below: number) =>
          `umapStep: target ${value} at position ${position}, of ${below} rows: targets are 0 to ${below - 1}`,
      },
    },
    chance: { read: (p: Params) => p.edges, sample: uniform<Params>(0, 1) },
    moved: { write: (p: Params) => p.rows * p.components },
  },
  // About every second edge is sampled, and a force is 30 operations, with a power of 20.
  flops: (p) => 0.5 * p.edges * (1 + p.negatives) * (48 + 5 * p.components),
  bytes: (p) => 8 * p.rows * p.components + 4 * p.rows + 8 * p.edges,
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(p.rows, WORKGROUP)) }],
  tolerance: {
    absolute: 5e-5,
    relative: 2e-5,
    because: "sums of up to a thousand forces of float32 powers, each between -4 and 4",
  },
});
