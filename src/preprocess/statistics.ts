/** Order statistics and moments of values. */

/** As numpy.percentile with linear interpolation, of sorted values; `share` from 0 to 1. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  const part = position - below;
  // numpy interpolates from the nearer end.
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}

/** What a normal distribution's deviation is divided by to give its median absolute deviation's unit. */
const NORMAL_QUARTILE = 0.6744897501960817;

/** Limits beyond which values are outliers. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

/**
 * Limits at a modified z-score (Iglewicz and Hoaglin 1993), 0.6745 (x - median) / MAD. Where half of the values are equal
 * MAD is 0, and no value is an outlier.
 * @param sorted from the smallest to the largest.
 */
export function robustLimits(sorted: ArrayLike<number>, score: number): Limits {
  const median = quantileOfSorted(sorted, 0.5);
  const distances = Float64Array.from(sorted, (value) => Math.abs(value - median)).sort();
  const deviation = quantileOfSorted(distances, 0.5);
  if (deviation === 0) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const reach = (score * deviation) / NORMAL_QUARTILE;
  return { low: median - reach, high: median + reach };
}

/** Mean and standard deviation of the population, in float64. */
export function moments(values: ArrayLike<number>): { mean: number; deviation: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** The smallest and the largest value. */
export function extent(values: ArrayLike<number>): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}
