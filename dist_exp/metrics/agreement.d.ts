import { type Labels } from "./labels.js";
/**
 * Rand index corrected for chance, -0.5 to 1; 0 is what random labelings get on average: scikit-learn's
 * `adjusted_rand_score`.
 *
 * Exact up to 94 million samples (N^2 < 2^53), then rounded once in each sum.
 *
 * L. Hubert and P. Arabie, "Comparing partitions", Journal of Classification 2 (1985), in the form of
 * a 2 x 2 table over ordered pairs of samples.
 *
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32.
 */
export declare function adjustedRandIndex(truth: Labels, predicted: Labels): number;
/**
 * The geometric mean of precision and recall over pairs of samples that are together, 0 to 1: scikit-learn's
 * `fowlkes_mallows_score`. 0 where no pair is together in both labelings.
 *
 * E. B. Fowlkes and C. L. Mallows, "A method for comparing two hierarchical clusterings", Journal of the American
 * Statistical Association 78 (1983).
 *
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32.
 */
export declare function fowlkesMallows(truth: Labels, predicted: Labels): number;
/**
 * The share of samples that belong to the most frequent class of their cluster, 0 to 1. It never falls
 * when a cluster is split, so compare it only between clusterings with equally many clusters.
 *
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32.
 */
export declare function purity(labels: Labels, clusters: Labels): number;
