/** Rows of numbers that lie far from the others, column by column: which, clipped, or dropped. */
import { ArgumentError, DataError } from "../errors.js";
import { type Limits, quantileOfSorted, robustLimits } from "./statistics.js";

/** What counts as an outlier. */
export interface OutlierOptions {
  /**
   * "z-score" (default): beyond a modified z-score (Iglewicz and Hoaglin 1993), 0.6745 (x - median) / MAD, of the column.
   * "quantile": below or above two quantiles of the column (linear interpolation, as numpy.quantile).
   */
  readonly method?: "z-score" | "quantile";
  /** Of "z-score": the largest that is no outlier, above 0. Default 3.5. */
  readonly score?: number;
  /** Of "quantile": the lower one, from 0 to 1. Default 0.01. */
  readonly low?: number;
  /** Of "quantile": the upper one. Default 0.99. */
  readonly high?: number;
}

/** What lies outside, [rows, columns] in row-major order. */
export interface Outliers {
  /** Rows with at least one outlying value, in order. */
  readonly rows: Uint32Array;
  /** Outlying values in all. */
  readonly values: number;
  /** The limits of each column. */
  readonly limits: readonly Limits[];
}

/**
 * Finds outliers. A column more than half of whose values are equal has none by z-score.
 * @param data row-major, [rows, columns], finite.
 * @throws {ArgumentError} when an option is out of its range.
 * @throws {DataError} when the values are no rows of that many columns, or one is not finite.
 */
export function outlierRows(
  data: ArrayLike<number>,
  columns: number,
  options: OutlierOptions = {},
): Outliers {
  const limits = limitsOf("outlierRows", data, columns, options);
  const rows: number[] = [];
  let values = 0;
  for (let row = 0; row < data.length / columns; row++) {
    let outside = 0;
    for (let column = 0; column < columns; column++) {
      const value = data[row * columns + column]!;
      const { low, high } = limits[column]!;
      if (value < low || value > high) outside++;
    }
    if (outside > 0) rows.push(row);
    values += outside;
  }
  return { rows: Uint32Array.from(rows), values, limits };
}

/**
 * A copy in which values beyond a column's limits are the limits. Parameters and errors as `outlierRows`.
 * @returns the copy, and what was changed.
 */
export function clipOutliers(
  data: Float32Array,
  columns: number,
  options: OutlierOptions = {},
): Outliers & { readonly data: Float32Array } {
  const found = outlierRows(data, columns, options);
  const clipped = data.map((value, i) => {
    const { low, high } = found.limits[i % columns]!;
    return Math.min(high, Math.max(low, value));
  });
  return { ...found, data: clipped };
}

/**
 * The rows without outlying values. Parameters and errors as `outlierRows`.
 * @returns the rows that stay, with their places in `data`, and what was dropped as `rows`.
 */
export function dropOutliers(
  data: Float32Array,
  columns: number,
  options: OutlierOptions = {},
): Outliers & { readonly data: Float32Array; readonly kept: Uint32Array } {
  const found = outlierRows(data, columns, options);
  const dropped = new Set(found.rows);
  const kept = Uint32Array.from({ length: data.length / columns }, (_, i) => i).filter(
    (i) => !dropped.has(i),
  );
  const left = new Float32Array(kept.length * columns);
  for (const [to, from] of kept.entries()) {
    left.set(data.subarray(from * columns, (from + 1) * columns), to * columns);
  }
  return { ...found, data: left, kept };
}

function limitsOf(
  caller: string,
  data: ArrayLike<number>,
  columns: number,
  { method = "z-score", score = 3.5, low = 0.01, high = 0.99 }: OutlierOptions,
): Limits[] {
  if (method !== "z-score" && method !== "quantile") {
    throw new ArgumentError(`${caller}: method is ${String(method)}: give "z-score" or "quantile"`);
  }
  if (!(score > 0)) throw new ArgumentError(`${caller}: score is ${score}: give a number above 0`);
  if (!(low >= 0 && high <= 1 && low < high)) {
    throw new ArgumentError(
      `${caller}: low is ${low}, high ${high}: give two numbers from 0 to 1, the lower first`,
    );
  }
  if (!(Number.isInteger(columns) && columns >= 1 && data.length % columns === 0)) {
    throw new DataError(
      `${caller}: ${data.length} values are no rows of ${columns} columns: give whole rows`,
    );
  }
  const rows = data.length / columns;
  if (rows === 0) return [];
  return Array.from({ length: columns }, (_, column) => {
    const sorted = Float64Array.from({ length: rows }, (_, row) => data[row * columns + column]!).sort();
    const wrong = sorted.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) {
      throw new DataError(`${caller}: column ${column} holds ${wrong}: give finite values`);
    }
    if (method === "z-score") return robustLimits(sorted, score);
    return { low: quantileOfSorted(sorted, low), high: quantileOfSorted(sorted, high) };
  });
}
