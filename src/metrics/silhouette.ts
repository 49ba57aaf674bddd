import { ArgumentError } from "../errors.js";
import { distinctLabels, type Labels, positionsOf } from "./labels.js";
import { checkPoints, type Points } from "./points.js";

/** Options of {@link silhouetteScore}. */
export interface SilhouetteOptions {
  /** Judge by this many points drawn without replacement, 3 to N. Default: all points. */
  readonly sampleSize?: number;
  /** Seed of that draw, an integer. Default 0. */
  readonly seed?: number;
}

/**
 * The mean of the silhouettes of all points: scikit-learn's `silhouette_score`, euclidean.
 *
 * Time grows with the square of the points: ten thousand points of 64 columns take seconds. `sampleSize`
 * bounds it; the points drawn (and so the value) differ from scikit-learn's for the same seed.
 *
 * @param points `[N, columns]`, finite.
 * @param columns Values per point.
 * @param clusters N clusters.
 * @throws {ShapeError} If `points` and `clusters` disagree on N.
 * @throws {ArgumentError} If a point is not finite, `sampleSize` or `seed` is out of range, or the points
 * (those drawn, if a sample is) are not in 2 to N - 1 clusters.
 */
export function silhouetteScore(
  points: Points,
  columns: number,
  clusters: Labels,
  options: SilhouetteOptions = {},
): number {
  checkPoints("silhouetteScore", points, columns, clusters);
  const { sampleSize, seed = 0 } = options;
  if (sampleSize === undefined) return mean(widths("silhouetteScore", points, columns, clusters));
  const rows = clusters.length;
  if (!Number.isInteger(sampleSize) || sampleSize < 3 || sampleSize > rows) {
    throw new ArgumentError(
      `silhouetteScore: sampleSize is ${sampleSize}; give an integer from 3 to N = ${rows}`,
    );
  }
  if (!Number.isSafeInteger(seed)) {
    throw new ArgumentError(`silhouetteScore: seed is ${seed}; give an integer`);
  }
  const drawn = drawRows(rows, sampleSize, seed);
  const drawnPoints = new Float64Array(sampleSize * columns);
  for (let i = 0; i < sampleSize; i++) {
    drawnPoints.set(points.subarray(drawn[i]! * columns, (drawn[i]! + 1) * columns), i * columns);
  }
  const drawnClusters = drawn.map((row) => clusters[row]!);
  return mean(widths("silhouetteScore", drawnPoints, columns, drawnClusters));
}

/**
 * How well each point sits in its cluster, -1 to 1: `(b - a) / max(a, b)`, with `a` its mean distance to the
 * other points of its cluster and `b` that to the points of the nearest other one; 0 for a cluster of one
 * point. scikit-learn's `silhouette_samples`, euclidean.
 *
 * P. J. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis",
 * Journal of Computational and Applied Mathematics 20 (1987).
 *
 * O(N^2 columns) time, O(N K) memory for K clusters.
 *
 * @param points `[N, columns]`, finite.
 * @param columns Values per point.
 * @param clusters N clusters.
 * @returns N widths.
 * @throws {ShapeError} If `points` and `clusters` disagree on N.
 * @throws {ArgumentError} If a point is not finite, or the points are not in 2 to N - 1 clusters.
 */
export function silhouetteSamples(points: Points, columns: number, clusters: Labels): Float64Array {
  checkPoints("silhouetteSamples", points, columns, clusters);
  return widths("silhouetteSamples", points, columns, clusters);
}

/** The clusters as 0 to K - 1, with the points of each. @throws {ArgumentError} unless K is 2 to N - 1. */
export function numberClusters(caller: string, clusters: Labels) {
  const rows = clusters.length;
  const distinct = distinctLabels(clusters);
  const K = distinct.length;
  if (K < 2 || K > rows - 1) {
    throw new ArgumentError(
      `${caller}: ${rows} points are in ${K} cluster${K === 1 ? "" : "s"}; ` +
        "a silhouette needs at least 2 clusters and one with 2 points",
    );
  }
  const positions = positionsOf(distinct);
  const clusterOf = Int32Array.from(clusters, (cluster) => positions.get(cluster)!);
  const sizes = new Int32Array(K);
  for (const k of clusterOf) sizes[k]!++;
  return { clusterOf, sizes };
}

/** From the mean distances to the other points of the own cluster and to those of the nearest other one. */
export function widthOf(own: number, other: number): number {
  // Both are 0 where points of different clusters coincide.
  return Math.max(own, other) === 0 ? 0 : (other - own) / Math.max(own, other);
}

function widths(caller: string, points: Points, columns: number, clusters: Labels): Float64Array {
  const rows = clusters.length;
  const { clusterOf, sizes } = numberClusters(caller, clusters);
  const K = sizes.length;

  // sums[i, k]: distances from point i to the points of cluster k. Each pair is measured once.
  const sums = new Float64Array(rows * K);
  for (let i = 0; i < rows; i++) {
    const ki = clusterOf[i]!;
    for (let j = i + 1; j < rows; j++) {
      const d = distance(points, i * columns, j * columns, columns);
      sums[i * K + clusterOf[j]!]! += d;
      sums[j * K + ki]! += d;
    }
  }
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const own = clusterOf[i]!;
    if (sizes[own] === 1) continue;
    const a = sums[i * K + own]! / (sizes[own]! - 1);
    let b = Number.POSITIVE_INFINITY;
    for (let k = 0; k < K; k++) if (k !== own) b = Math.min(b, sums[i * K + k]! / sizes[k]!);
    out[i] = widthOf(a, b);
  }
  return out;
}

/** Two running sums: one alone would wait for each addition before the next. */
function distance(points: Points, a: number, b: number, columns: number): number {
  let even = 0;
  let odd = 0;
  let c = 0;
  for (; c + 1 < columns; c += 2) {
    const d0 = points[a + c]! - points[b + c]!;
    const d1 = points[a + c + 1]! - points[b + c + 1]!;
    even += d0 * d0;
    odd += d1 * d1;
  }
  if (c < columns) even += (points[a + c]! - points[b + c]!) ** 2;
  return Math.sqrt(even + odd);
}

/** Draws `count` of `rows` row numbers without replacement: the first steps of a Fisher-Yates shuffle. */
function drawRows(rows: number, count: number, seed: number): Int32Array {
  const next = splitMix64(seed);
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(next() * (rows - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order.slice(0, count);
}

/**
 * Uniform numbers in [0, 1): SplitMix64 by G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom
 * number generators" (2014), its upper 53 bits.
 */
function splitMix64(seed: number): () => number {
  const wrap = (x: bigint) => BigInt.asUintN(64, x);
  let state = BigInt(seed);
  return () => {
    state = wrap(state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = wrap((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = wrap((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return Number((z ^ (z >> 31n)) >> 11n) / 2 ** 53;
  };
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
