/**
 * How far two labelings of the same samples agree, whatever their numbering.
 */
import { countPairs } from "./contingency.js";
import { checkLabels, type Labels } from "./labels.js";

/**
 * Mutual information divided by the arithmetic mean of both entropies, 0 to 1: scikit-learn's
 * `normalized_mutual_info_score` with its default `average_method`.
 *
 * Two labelings with one group each agree perfectly (1); if only one of them has one group, 0.
 *
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32.
 */
export function normalizedMutualInformation(truth: Labels, predicted: Labels): number {
  checkLabels("normalizedMutualInformation", { truth, predicted });
  const { samples, rowSums, columnSums, cells } = countPairs(truth, predicted);
  if (rowSums.length === 1 && columnSums.length === 1) return 1;
  let information = 0;
  for (const { row, column, count } of cells) {
    // log(joint / (row share * column share)); the logarithm of the products keeps large N exact.
    const surprise =
      Math.log(count) + Math.log(samples) - Math.log(rowSums[row]!) - Math.log(columnSums[column]!);
    information += (count / samples) * surprise;
  }
  // Independent labelings: what remains is rounding, and it may be negative.
  if (information <= Number.EPSILON) return 0;
  return Math.min(1, information / ((entropy(rowSums, samples) + entropy(columnSums, samples)) / 2));
}

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
export function adjustedRandIndex(truth: Labels, predicted: Labels): number {
  checkLabels("adjustedRandIndex", { truth, predicted });
  const { samples, rowSums, columnSums, cells } = countPairs(truth, predicted);
  let squares = 0;
  for (const { count } of cells) squares += count * count;
  // Ordered pairs of different samples: together in both labelings, in one only, in neither.
  const together = squares - samples;
  const onlyTruth = sumOfSquares(rowSums) - squares;
  const onlyPredicted = sumOfSquares(columnSums) - squares;
  const apart = samples * samples - squares - onlyTruth - onlyPredicted;
  if (onlyTruth === 0 && onlyPredicted === 0) return 1;
  // The products of such counts pass 2^53 at ten thousand samples, and their difference may be small.
  const [a, b, c, d] = [BigInt(together), BigInt(onlyTruth), BigInt(onlyPredicted), BigInt(apart)];
  const numerator = 2n * (a * d - b * c);
  const denominator = (a + b) * (b + d) + (a + c) * (c + d);
  return Number(numerator) / Number(denominator);
}

/**
 * The share of samples that belong to the most frequent class of their cluster, 0 to 1. It never falls
 * when a cluster is split, so compare it only between clusterings with equally many clusters.
 *
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32.
 */
export function purity(labels: Labels, clusters: Labels): number {
  checkLabels("purity", { labels, clusters });
  const { samples, columnSums, cells } = countPairs(labels, clusters);
  const largest = new Float64Array(columnSums.length);
  for (const { column, count } of cells) largest[column] = Math.max(largest[column]!, count);
  return largest.reduce((sum, count) => sum + count, 0) / samples;
}

function entropy(counts: Float64Array, samples: number): number {
  let sum = 0;
  for (const count of counts) sum -= (count / samples) * (Math.log(count) - Math.log(samples));
  return sum;
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
