/** Outliers among rows: found, clipped, dropped. */
import { describe, expect, it } from "vitest";
import { ArgumentError, DataError } from "../../src/errors.js";
import { clipOutliers, dropOutliers, outlierRows } from "../../src/preprocess/index.js";

/** Column 0 is 1 to 9 and 100; column 1 is 5, but -50 once. */
const rows = Float32Array.from(
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 100].flatMap((value, i) => [value, i === 3 ? -50 : i % 2 === 0 ? 5 : 6]),
);

describe("outlierRows", () => {
  it("goes by modified z-scores of each column", () => {
    const { rows: found, values, limits } = outlierRows(rows, 2);
    expect([...found]).toEqual([3, 9]);
    expect(values).toBe(2);
    // Median 5.5, MAD 2.5: 5.5 +- 3.5 * 2.5 / 0.67449.
    expect(limits[0]!.high).toBeCloseTo(5.5 + (3.5 * 2.5) / 0.6744897501960817, 12);
    expect(limits[0]!.low).toBeCloseTo(5.5 - (3.5 * 2.5) / 0.6744897501960817, 12);
  });

  it("goes by quantiles as numpy's", () => {
    // numpy.quantile([1, 2, ..., 9, 100], [0.05, 0.95]) is [1.45, 59.05].
    const column = rows.filter((_, i) => i % 2 === 0);
    const { rows: found, limits } = outlierRows(column, 1, { method: "quantile", low: 0.05, high: 0.95 });
    expect(limits[0]!.low).toBeCloseTo(1.45, 12);
    expect(limits[0]!.high).toBeCloseTo(59.05, 12);
    expect([...found]).toEqual([0, 9]);
  });

  it("finds none where half of the values are equal, and in no rows", () => {
    expect(outlierRows([5, 5, 5, 900], 1).values).toBe(0);
    expect(outlierRows([], 3)).toEqual({ rows: new Uint32Array(0), values: 0, limits: [] });
  });

  it.each([
    [{ method: "iqr" }, 'method is iqr: give "z-score" or "quantile"'],
    [{ score: 0 }, "score is 0: give a number above 0"],
    [{ low: 0.9, high: 0.1 }, "low is 0.9, high 0.1: give two numbers from 0 to 1, the lower first"],
  ])("refuses %j", (options, message) => {
    expect(() => outlierRows(rows, 2, options as object)).toThrow(ArgumentError);
    expect(() => outlierRows(rows, 2, options as object)).toThrow(message);
  });

  it("refuses rows that are none", () => {
    expect(() => outlierRows(rows, 3)).toThrow("20 values are no rows of 3 columns: give whole rows");
    expect(() => outlierRows(rows, 0)).toThrow(DataError);
    expect(() => outlierRows([1, Number.NaN, 3], 1)).toThrow("column 0 holds NaN: give finite values");
  });
});

it("clipOutliers moves values to the limits", () => {
  const { data, rows: changed } = clipOutliers(rows, 2);
  expect([...changed]).toEqual([3, 9]);
  expect(data[18]).toBeCloseTo(18.4727, 3);
  expect(data[7]).toBeGreaterThan(0);
  expect(data.filter((_, i) => i !== 18 && i !== 7)).toEqual(rows.filter((_, i) => i !== 18 && i !== 7));
});

it("dropOutliers leaves rows out, and says which stay", () => {
  const { data, kept, rows: dropped } = dropOutliers(rows, 2);
  expect([...dropped]).toEqual([3, 9]);
  expect([...kept]).toEqual([0, 1, 2, 4, 5, 6, 7, 8]);
  expect([...data]).toEqual([...kept].flatMap((row) => [rows[2 * row], rows[2 * row + 1]]));
});
