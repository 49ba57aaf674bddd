import { type Labels } from "./labels.js";
import { type Points } from "./points.js";
/** Options of {@link silhouetteScore}. */
export interface SilhouetteOptions {
    /** Judge by this many points drawn without replacement, 3 to N. Default: all points. */
    readonly sampleSize?: number;
    /** Seed of that draw, an integer. Default 0. */
    readonly seed?: number;
}
/**
 * The mean of {@link silhouetteSamples}: scikit-learn's `silhouette_score`, euclidean.
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
export declare function silhouetteScore(points: Points, columns: number, clusters: Labels, options?: SilhouetteOptions): number;
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
export declare function silhouetteSamples(points: Points, columns: number, clusters: Labels): Float64Array;
/** The clusters as 0 to K - 1, with the points of each. @throws {ArgumentError} unless K is 2 to N - 1. */
export declare function numberClusters(caller: string, clusters: Labels): {
    clusterOf: Int32Array<ArrayBuffer>;
    sizes: Int32Array<ArrayBuffer>;
};
/** From the mean distances to the other points of the own cluster and to those of the nearest other one. */
export declare function widthOf(own: number, other: number): number;
export declare function mean(values: Float64Array): number;
