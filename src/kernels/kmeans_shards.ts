/**
 * Lloyd's iterations over rows in shards: sums of each shard, so that whoever has some of the shards computes the same bits
 * of them as one who has all. `treeSum` adds the shards' sums, `kmeansMeans` makes centres of those.
 *
 * All shards have `rows / shards` places in x, one after the other. At their beginning are the shard's rows: `filled /
 * shards` of them rounded down, in the first `filled % shards` shards one more. What the other places hold does not count.
 */
import { groups, kernel, linearGrid, u32 } from "./kernel.js";
import { nearCluster, nearestPasses, paddedClusters, sumPasses } from "./kmeans.js";
import { integers } from "./sample.js";

export interface Shards {
  /** Places of rows in x. */
  readonly rows: number;
  readonly cols: number;
  readonly clusters: number;
  readonly shards: number;
  /** Rows in those places. */
  readonly filled: number;
}

const params = { rows: u32, cols: u32, clusters: u32, shards: u32, filled: u32 } as const;
const matrix = (p: Shards) => p.rows * p.cols;
const centers = (p: Shards) => p.clusters * p.cols;

/** Chunks of a shard of so many rows: 16, or fewer so that partial sums take at most a quarter of x's memory. */
const chunksOf = (p: Shards, rows: number) =>
  groups(rows, Math.max(1024, Math.ceil(rows / 16), 4 * p.clusters));
/** Of all shards; a shorter shard may leave its last chunk empty. */
const chunks = (p: Shards) =>
  p.shards *
  Math.max(chunksOf(p, Math.floor(p.filled / p.shards)), chunksOf(p, Math.ceil(p.filled / p.shards)));
const passes = (p: Shards) => sumPasses(p, chunks(p), p.shards * centers(p));

const sums = {
  sums: { write: (p: Shards) => p.shards * centers(p) },
  counts: { write: (p: Shards) => p.clusters, dtype: "u32" },
} as const;
const partials = {
  partial: { scratch: (p: Shards) => chunks(p) * centers(p) },
  partial_counts: { scratch: (p: Shards) => chunks(p) * p.clusters, dtype: "u32" },
} as const;
const tolerance = {
  absolute: 1e-4,
  relative: 1e-5,
  because: "a sum of up to 3000 float32 values that cancel; counts are exact, as clusters lie apart",
};

/** sums[s, k] = the sum of shard s's rows that are nearest to centre k; counts[k] = how many they are in all shards. */
export const kmeansShardStep = kernel({
  name: "kmeans_shard_step",
  params,
  bindings: {
    x: { read: matrix, sample: nearCluster((p, row) => (row * 7) % p.clusters) },
    centers: { read: centers, sample: nearCluster((_, k) => k) },
    ...sums,
    label: { scratch: (p) => p.rows, dtype: "u32" },
    half_norms: { scratch: paddedClusters },
    ...partials,
  },
  flops: (p) => 2 * p.filled * p.cols * p.clusters + p.filled * p.cols,
  bytes: (p) => 4 * (p.filled * p.cols + (1 + p.shards) * centers(p) + p.clusters),
  passes: (p) => [...nearestPasses(p), ...passes(p)],
  tolerance,
});

/** sums[s, k] = the sum of shard s's rows with label k; counts[k] = how many they are. Other labels are left out. */
export const kmeansShardSums = kernel({
  name: "kmeans_shard_sums",
  params,
  bindings: {
    x: { read: matrix },
    label: {
      read: (p) => p.rows,
      dtype: "u32",
      sample: integers(0, (p: Shards) => p.clusters),
      indices: {
        below: (p) => p.clusters,
        message: (value, position, clusters) =>
          `KMeans: label ${value} at row ${position}, of ${clusters} clusters: labels are 0 to ${clusters - 1}`,
      },
    },
    ...sums,
    ...partials,
  },
  flops: (p) => p.filled * p.cols,
  bytes: (p) => 4 * (p.filled * (p.cols + 1) + p.shards * centers(p) + p.clusters),
  passes,
  tolerance,
});

/** moved = sums / counts; a cluster without rows keeps its centre. */
export const kmeansMeans = kernel({
  name: "kmeans_means",
  params: { cols: u32, clusters: u32 },
  bindings: {
    sums: { read: (p) => p.clusters * p.cols },
    counts: { read: (p) => p.clusters, dtype: "u32", sample: integers(0, 5) },
    centers: { read: (p) => p.clusters * p.cols },
    moved: { write: (p) => p.clusters * p.cols },
  },
  flops: (p) => p.clusters * p.cols,
  bytes: (p) => 4 * p.clusters * (3 * p.cols + 1),
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(p.clusters * p.cols, 64)) }],
  tolerance: { absolute: 0, relative: 1e-6, because: "one division" },
});
