import { type Tensor } from "../tensor/index.js";
import type { Labels } from "./labels.js";
/** What {@link silhouette} finds. */
export interface Silhouette {
    /** The mean of `samples`. */
    readonly score: number;
    /** How well each row sits in its cluster, -1 to 1, [N]. */
    readonly samples: Float64Array;
}
/**
 * {@link silhouetteScore} and its values for each row, of rows on a device: scikit-learn's `silhouette_score` and
 * `silhouette_samples`, euclidean. Distances are float32, from differences; their sums float64 from parts of 256.
 *
 * O(N^2 D) time; N (N / 256 + K) numbers are read, in parts.
 *
 * @param x `[N, D]`, finite.
 * @param clusters N clusters, any int32; noise (-1) counts as a cluster.
 * @throws {ShapeError} If x is not a matrix of float32, or x and `clusters` disagree on N.
 * @throws {ArgumentError} If a value is not finite, or the rows are not in 2 to N - 1 clusters.
 */
export declare function silhouette(x: Tensor, clusters: Labels): Promise<Silhouette>;
