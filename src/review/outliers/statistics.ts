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

/** What more than this share of a set are is a kind of picture there, and odd only where it lies outside the fences, too. */
const RARE = 0.1;

interface LimitOptions {
  /** Whether values spread evenly by their logarithms. Default false. */
  readonly logarithm?: boolean;
  /** What else has to hold for an image. Default nothing. */
  readonly also?: (image: number) => boolean;
}

/** Below which values are odd: a limit, and where more than a tenth of the set are below it, Tukey's lower fence as well. */
export function lowLimit(
  values: Float64Array,
  limit: number,
  { logarithm, also }: LimitOptions = {},
): number {
  if (isRare(values, (value) => value < limit, also)) return limit;
  const { low } = fences(logarithm ? values.map(Math.log1p) : values);
  return Math.min(limit, logarithm ? Math.expm1(low) : low);
}

/** Above which values are odd: a limit, and where more than a tenth of the set are above it, Tukey's upper fence as well. */
export function highLimit(values: Float64Array, limit: number): number {
  if (isRare(values, (value) => value > limit)) return limit;
  return Math.max(limit, fences(values).high);
}

function isRare(
  values: Float64Array,
  beyond: (value: number) => boolean,
  also: (image: number) => boolean = () => true,
): boolean {
  const known = values.filter(Number.isFinite).length;
  const found = values.filter((value, image) => beyond(value) && also(image)).length;
  return found <= RARE * known;
}

/**
 * The value from which on one is an outlier of a skewed distribution of positive values: a modified z-score of its logarithm above
 * 3.5 (Iglewicz and Hoaglin 1993). Infinity where half of the values are equal, there are fewer than 10, or more than a tenth would be
 * outliers, as those that are no copies of others in a set of copies.
 */
export function highOutliers(values: ArrayLike<number>): number {
  const logs = sortedFinite(Float64Array.from(values, Math.log));
  if (logs.length < FEWEST) return Number.POSITIVE_INFINITY;
  const { high } = robustLimits(logs, 3.5);
  const found = logs.filter((value) => value > high).length;
  return found > RARE * logs.length ? Number.POSITIVE_INFINITY : Math.exp(high);
}

function sortedFinite(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).filter(Number.isFinite).sort();
}
