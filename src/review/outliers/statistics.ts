/** Where the values of a set end that are nothing special. */
import { quantileOfSorted, robustLimits } from "../../preprocess/statistics.js";

/** Of fewer values the spread says nothing. */
const FEWEST = 10;

/** The value in the middle of those that are finite; NaN where there are none. */
export function medianOf(values: ArrayLike<number>): number {
  return quantileOfSorted(sortedFinite(values), 0.5);
}

/**
 * Tukey's inner fences (1977): the quartiles, and 1.5 times their distance further out. With fewer than 10 values all lie outside:
 * other conditions decide then.
 */
export function fences(values: ArrayLike<number>): { readonly low: number; readonly high: number } {
  const sorted = sortedFinite(values);
  if (sorted.length < FEWEST) return { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  const [lower, upper] = [quantileOfSorted(sorted, 0.25), quantileOfSorted(sorted, 0.75)];
  const reach = 1.5 * (upper - lower);
  return { low: lower - reach, high: upper + reach };
}

/**
 * The value from which on one is an outlier of a skewed distribution of positive values: a modified z-score of its logarithm above
 * 3.5 (Iglewicz and Hoaglin 1993). Infinity where half of the values are equal, or there are fewer than 10.
 */
export function highOutliers(values: ArrayLike<number>): number {
  const logs = sortedFinite(Float64Array.from(values, Math.log));
  return logs.length < FEWEST ? Number.POSITIVE_INFINITY : Math.exp(robustLimits(logs, 3.5).high);
}

function sortedFinite(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).filter(Number.isFinite).sort();
}
