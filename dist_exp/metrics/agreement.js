/**
 * How far two labelings of the same samples agree, whatever their numbering.
 */
import { countPairs } from "./contingency.js";
import { checkLabels } from "./labels.js";
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
export function adjustedRandIndex(truth, predicted) {
    checkLabels("adjustedRandIndex", { truth, predicted });
    const { samples, rowSums, columnSums, cells } = countPairs(truth, predicted);
    let squares = 0;
    for (const { count } of cells)
        squares += count * count;
    // Ordered pairs of different samples: together in both labelings, in one only, in neither.
    const together = squares - samples;
    const onlyTruth = sumOfSquares(rowSums) - squares;
    const onlyPredicted = sumOfSquares(columnSums) - squares;
    const apart = samples * samples - squares - onlyTruth - onlyPredicted;
    if (onlyTruth === 0 && onlyPredicted === 0)
        return 1;
    // The products of such counts pass 2^53 at ten thousand samples, and their difference may be small.
    const [a, b, c, d] = [BigInt(together), BigInt(onlyTruth), BigInt(onlyPredicted), BigInt(apart)];
    const numerator = 2n * (a * d - b * c);
    const denominator = (a + b) * (b + d) + (a + c) * (c + d);
    return Number(numerator) / Number(denominator);
}
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
export function fowlkesMallows(truth, predicted) {
    checkLabels("fowlkesMallows", { truth, predicted });
    const { samples, rowSums, columnSums, cells } = countPairs(truth, predicted);
    let squares = 0;
    for (const { count } of cells)
        squares += count * count;
    const together = squares - samples;
    if (together === 0)
        return 0;
    const precision = together / (sumOfSquares(columnSums) - samples);
    const recall = together / (sumOfSquares(rowSums) - samples);
    return Math.sqrt(precision) * Math.sqrt(recall);
}
/**
 * The share of samples that belong to the most frequent class of their cluster, 0 to 1. It never falls
 * when a cluster is split, so compare it only between clusterings with equally many clusters.
 *
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32.
 */
export function purity(labels, clusters) {
    checkLabels("purity", { labels, clusters });
    const { samples, columnSums, cells } = countPairs(labels, clusters);
    const largest = new Float64Array(columnSums.length);
    for (const { column, count } of cells)
        largest[column] = Math.max(largest[column], count);
    return largest.reduce((sum, count) => sum + count, 0) / samples;
}
function sumOfSquares(values) {
    let sum = 0;
    for (const value of values)
        sum += value * value;
    return sum;
}
//# sourceMappingURL=agreement.js.map