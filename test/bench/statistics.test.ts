import { describe, expect, it } from "vitest";
import { geometricMean, logLogSlope, quantile, spread, summarize } from "../../src/bench/statistics.js";

describe("summarize", () => {
  // numpy.quantile([9, 1, 4, 7, 2, 100], [0, 0.25, 0.5, 0.75])
  it("gives NumPy's quartiles, whatever the order", () => {
    expect(summarize([9, 1, 4, 7, 2, 100])).toEqual({ median: 5.5, q1: 2.5, q3: 8.5, min: 1, samples: 6 });
  });

  it("takes one value for everything", () => {
    expect(summarize([3])).toEqual({ median: 3, q1: 3, q3: 3, min: 3, samples: 1 });
  });

  it("leaves its argument as it was", () => {
    const values = [3, 1, 2];
    summarize(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

it("quantile reaches both ends", () => {
  expect([quantile([1, 2, 4], 0), quantile([1, 2, 4], 1)]).toEqual([1, 4]);
});

it("spread is the interquartile range in medians", () => {
  expect(spread({ median: 10, q1: 9, q3: 11, min: 1, samples: 5 })).toBeCloseTo(0.2);
});

it("geometricMean of ratios that cancel is 1", () => {
  expect(geometricMean([4, 0.25])).toBeCloseTo(1);
  expect(geometricMean([2, 8])).toBeCloseTo(4);
});

describe("logLogSlope", () => {
  it.each([0, 1, 2])("finds the power %d", (power) => {
    const points = [10, 20, 50, 400].map((x) => [x, 3 * x ** power] as const);
    expect(logLogSlope(points)).toBeCloseTo(power, 10);
  });
});
