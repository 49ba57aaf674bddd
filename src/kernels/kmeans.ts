/**
 * Lloyd's k-means: assign each row to its nearest centre, then move each centre to the mean of its
 * rows (S. Lloyd, "Least squares quantization in PCM", 1982); and distances to some points, which
 * seeding needs (D. Arthur and S. Vassilvitskii, "k-means++", 2007).
 *
 * Distances are squared Euclidean. Letters: N rows, K clusters.
 */
import type { Random } from "../random/philox.js";
import { groups, kernel, linearGrid, u32 } from "./kernel.js";
import { integers, type Sampler } from "./sample.js";

export interface Clusters {
  readonly rows: number;
  readonly cols: number;
  readonly clusters: number;
}

const clustersParams = { rows: u32, cols: u32, clusters: u32 } as const;
const matrix = (p: { rows: number; cols: number }) => p.rows * p.cols;
const centers = (p: Clusters) => p.clusters * p.cols;

/** Where test cluster `k` lies: clusters are at least 2 apart, and about the origin. */
const position = (p: { readonly clusters: number }, k: number, column: number) =>
  column === 0 ? 2 * k - p.clusters + 1 : Math.sin(k * 12.9898 + column * 78.233);
export const nearCluster =
  (cluster: (p: Clusters, row: number) => number): Sampler<Clusters> =>
  (random, p, index) => {
    const row = Math.floor(index / p.cols);
    return position(p, cluster(p, row), index % p.cols) + 0.1 * random.normal();
  };

/** Rows of a WebGPU workgroup: two for each of 64 invocations. */
const TILE_ROWS = 128;
/** Rows of a workgroup that sums distances: 16 of its 64 invocations share one. */
const DISTANCE_ROWS = 4;
/** Clusters that a workgroup compares its rows with at a time. */
const TILE_CLUSTERS = 16;
export const paddedClusters = (p: Clusters) => TILE_CLUSTERS * groups(p.clusters, TILE_CLUSTERS);
/** Passes of lib/kmeans_nearest.wgsl, with `paddedClusters` floats of scratch. */
export const nearestPasses = (p: Clusters) =>
  [
    { entry: "norms", grid: linearGrid(paddedClusters(p)) },
    { entry: "nearest", grid: linearGrid(groups(p.rows, TILE_ROWS)) },
  ] as const;

/**
 * The nearest centre of each row, the first of several, and the squared distance to it.
 * The choice maximises x c - |c|^2 / 2; where rounding may have decided, distances summed from (x - c)^2 in more
 * than float32 choose. Data about the origin leave fewer rows to those. The distance is summed from (x - c)^2, too.
 */
export const kmeansAssign = kernel({
  name: "kmeans_assign",
  params: clustersParams,
  bindings: {
    x: { read: matrix, sample: nearCluster((p, row) => (row * 7) % p.clusters) },
    centers: { read: centers, sample: nearCluster((_, k) => k) },
    label: { write: (p) => p.rows, dtype: "u32" },
    distance: { write: (p) => p.rows },
    half_norms: { scratch: paddedClusters },
  },
  flops: (p) => 2 * p.rows * p.cols * p.clusters,
  bytes: (p) => 4 * (matrix(p) + centers(p) + 2 * p.rows),
  passes: (p) => [
    ...nearestPasses(p),
    { entry: "distances", grid: linearGrid(groups(p.rows, DISTANCE_ROWS)) },
  ],
  tolerance: {
    absolute: 1e-6,
    relative: 1e-5,
    because: "a sum of up to 784 float32 squares; labels are exact, as clusters lie apart",
  },
});

/** Rows whose sums become one partial sum, so many that partial sums take at most a quarter of x's memory. */
const chunkRows = (p: Clusters) => Math.max(1024, Math.ceil(p.rows / 256), 4 * p.clusters);
const chunks = (p: Clusters) => groups(p.rows, chunkRows(p));
/** Clusters of a workgroup's partial sums. */
const PARTIAL_CLUSTERS = 32;
/** Columns of a workgroup's partial sums: a power of two up to its 64 invocations. */
const partialColumns = (p: Clusters) => Math.min(64, 2 ** Math.ceil(Math.log2(p.cols)));

/** Passes of lib/kmeans_sums.wgsl over so many chunks of rows, then `finish` for each of so many results. */
export const sumPasses = (p: Clusters, chunks: number, results: number) =>
  [
    { entry: "count", grid: linearGrid(groups(chunks * p.clusters, 64)) },
    {
      entry: "partials",
      grid: [groups(p.cols, partialColumns(p)), chunks, groups(p.clusters, PARTIAL_CLUSTERS)],
    },
    { entry: "finish", grid: linearGrid(groups(results, 64)) },
  ] as const;
const partialPasses = (p: Clusters) => sumPasses(p, chunks(p), centers(p));

/**
 * Each centre becomes the mean of the rows with its label; one without rows stays, with count 0. Rows of clusters that
 * do not exist are left out.
 */
export const kmeansUpdate = kernel({
  name: "kmeans_update",
  params: clustersParams,
  bindings: {
    x: { read: matrix },
    label: {
      read: (p) => p.rows,
      dtype: "u32",
      sample: integers(0, (p) => p.clusters),
      indices: {
        below: (p) => p.clusters,
        message: (value, position, clusters) =>
          `KMeans: label ${value} at row ${position}, of ${clusters} clusters: labels are 0 to ${clusters - 1}`,
      },
    },
    centers: { readWrite: centers },
    counts: { write: (p) => p.clusters, dtype: "u32" },
    partial: { scratch: (p) => chunks(p) * centers(p) },
    partial_counts: { scratch: (p) => chunks(p) * p.clusters, dtype: "u32" },
  },
  flops: (p) => matrix(p),
  bytes: (p) => 4 * (matrix(p) + p.rows + 2 * centers(p) + p.clusters),
  passes: partialPasses,
  tolerance: { absolute: 1e-5, relative: 1e-5, because: "a mean of up to 3000 float32 values that cancel" },
});

/**
 * One of Lloyd's iterations: each centre moves to the mean of the rows that are nearest to it, as
 * `kmeans_assign` and `kmeans_update` in turn would have it, with neither labels nor distances.
 */
export const kmeansStep = kernel({
  name: "kmeans_step",
  params: clustersParams,
  bindings: {
    x: { read: matrix, sample: nearCluster((p, row) => (row * 7) % p.clusters) },
    centers: { read: centers, sample: nearCluster((_, k) => k) },
    moved: { write: centers },
    counts: { write: (p) => p.clusters, dtype: "u32" },
    label: { scratch: (p) => p.rows, dtype: "u32" },
    half_norms: { scratch: paddedClusters },
    partial: { scratch: (p) => chunks(p) * centers(p) },
    partial_counts: { scratch: (p) => chunks(p) * p.clusters, dtype: "u32" },
  },
  flops: (p) => 2 * p.rows * p.cols * p.clusters + matrix(p),
  bytes: (p) => 4 * (matrix(p) + 2 * centers(p) + p.clusters),
  passes: (p) => [...nearestPasses(p), ...partialPasses(p)],
  tolerance: {
    absolute: 1e-5,
    relative: 1e-5,
    because: "a mean of up to 3000 float32 values that cancel; counts are exact, as clusters lie apart",
  },
});

/** Rows of one sum in `kmeans_distances`; the rows of its results are padded to a multiple. */
export const DISTANCE_BLOCK = 256;

interface Distances {
  readonly rows: number;
  readonly cols: number;
  readonly points: number;
  readonly candidates: number;
}
const blocks = (p: { rows: number }) => groups(p.rows, DISTANCE_BLOCK);
const padded = (p: { rows: number }) => DISTANCE_BLOCK * blocks(p);

/**
 * distance[t, n] is the squared distance from row n to point `index[t]`, or closest[n] where that
 * is less; a point that does not exist counts as the origin. Rows are padded with zeros to a multiple of `DISTANCE_BLOCK`. sums[t, b] is the sum over
 * a block of rows.
 */
export const kmeansDistances = kernel({
  name: "kmeans_distances",
  params: { rows: u32, cols: u32, points: u32, candidates: u32 },
  bindings: {
    x: { read: matrix },
    source: { read: (p) => p.points * p.cols },
    index: {
      read: (p) => p.candidates,
      dtype: "u32",
      sample: integers(0, (p: Distances) => p.points),
      indices: {
        below: (p) => p.points,
        message: (value, position, points) =>
          `KMeans: point ${value} at position ${position}, of ${points} points: points are 0 to ${points - 1}`,
      },
    },
    closest: { read: padded, sample: (random: Random, p) => random.uniform() * 4 * p.cols },
    distance: { write: (p) => p.candidates * padded(p) },
    sums: { write: (p) => p.candidates * blocks(p) },
  },
  flops: (p) => 3 * p.rows * p.cols * p.candidates,
  bytes: (p) => 4 * (matrix(p) + p.candidates * (p.cols + padded(p))),
  passes: (p) => [
    { entry: "main", grid: linearGrid(groups(padded(p), TILE_ROWS)) },
    { entry: "block_sums", grid: linearGrid(p.candidates * blocks(p)) },
  ],
  tolerance: { absolute: 1e-6, relative: 1e-5, because: "a sum of up to 784 float32 squares" },
});
