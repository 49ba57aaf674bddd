import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { adjustedRandIndex, fowlkesMallows, purity } from "../../src/metrics/agreement.js";
import { normalizedMutualInformation } from "../../src/metrics/information.js";
import { clusters, truth } from "./fixture.js";

/** scikit-learn sums in another order: a few roundings of terms below 1. */
const DIGITS = 14;

// from sklearn.metrics import normalized_mutual_info_score as nmi, adjusted_rand_score as ari, fowlkes_mallows_score as fmi
// from sklearn.metrics.cluster import contingency_matrix
// for a, b in cases: print(nmi(a, b), ari(a, b), fmi(a, b), contingency_matrix(a, b).max(0).sum() / len(a))
const CASES = [
  {
    name: "5 clusters",
    a: truth,
    b: clusters(5),
    nmi: 0.6838839008523612,
    ari: 0.6235960104232187,
    fmi: 0.698929096300803,
    purity: 50 / 60,
  },
  {
    name: "3 clusters",
    a: truth,
    b: clusters(3),
    nmi: 0.38772018686525667,
    ari: 0.2881030130387457,
    fmi: 0.4896449794657038,
    purity: 33 / 60,
  },
  {
    name: "8 clusters",
    a: truth,
    b: clusters(8),
    nmi: 0.6266300850112619,
    ari: 0.5127895266868077,
    fmi: 0.6164472778565995,
    purity: 44 / 60,
  },
  { name: "one group on both sides", a: [0, 0, 0], b: [1, 1, 1], nmi: 1, ari: 1, fmi: 1, purity: 1 },
  { name: "all in one cluster", a: [0, 1, 2], b: [5, 5, 5], nmi: 0, ari: 0, fmi: 0, purity: 1 / 3 },
  { name: "renamed", a: [0, 1, 2], b: [2, 0, 1], nmi: 1, ari: 1, fmi: 0, purity: 1 },
  { name: "independent", a: [0, 0, 1, 1], b: [0, 1, 0, 1], nmi: 0, ari: -0.5, fmi: 0, purity: 0.5 },
  { name: "a single sample", a: [4], b: [2], nmi: 1, ari: 1, fmi: 0, purity: 1 },
  {
    name: "a cluster per sample",
    a: [0, 0, 0, 1],
    b: [0, 1, 2, 3],
    nmi: 0.5771596324111236,
    ari: 0,
    fmi: 0,
    purity: 1,
  },
];

describe("agreement with scikit-learn", () => {
  it.each(CASES)("normalizedMutualInformation: $name", ({ a, b, nmi }) => {
    expect(normalizedMutualInformation(a, b)).toBeCloseTo(nmi, DIGITS);
  });

  it.each(CASES)("fowlkesMallows: $name", ({ a, b, fmi }) => {
    expect(fowlkesMallows(a, b)).toBeCloseTo(fmi, DIGITS);
  });

  it.each(CASES)("adjustedRandIndex: $name", ({ a, b, ari }) => {
    expect(adjustedRandIndex(a, b)).toBeCloseTo(ari, DIGITS);
  });

  it.each(CASES)("purity: $name", ({ a, b, purity: expected }) => {
    expect(purity(a, b)).toBeCloseTo(expected, DIGITS);
  });

  it("holds for a million samples, where pair counts pass 32 bits and their products 53", () => {
    // i = np.arange(1_000_000)
    // a = (i * i * 3 + i) // 7 % 10
    // print(nmi(a, b), ari(a, b)) for
    //   b = np.where(i % 5 < 3, a, i // 5 % 10)
    //   b = (i * i // 3 + i * a) % 11
    const N = 1_000_000;
    const a = Int32Array.from({ length: N }, (_, i) => Math.floor((i * i * 3 + i) / 7) % 10);
    const noisy = a.map((label, i) => (i % 5 < 3 ? label : Math.floor(i / 5) % 10));
    expect(normalizedMutualInformation(a, noisy)).toBeCloseTo(0.4265720010517443, 12);
    expect(adjustedRandIndex(a, noisy)).toBeCloseTo(0.4270960770248362, DIGITS);
    const loose = a.map((label, i) => (Math.floor((i * i) / 3) + i * label) % 11);
    expect(normalizedMutualInformation(a, loose)).toBeCloseTo(0.12711694772287788, 12);
    expect(adjustedRandIndex(a, loose)).toBeCloseTo(0.0519654872212956, DIGITS);
  });

  it("does not build a table of N x N where every sample is its own group", () => {
    const each = Int32Array.from({ length: 50_000 }, (_, i) => i);
    expect(adjustedRandIndex(each, each.toReversed())).toBe(1);
    expect(normalizedMutualInformation(each, each.toReversed())).toBeCloseTo(1, 12);
    expect(purity(each, each.toReversed())).toBe(1);
  });
});

describe("properties", () => {
  const pairs = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 6 })), { minLength: 1 })
    .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));

  it.each([
    { metric: normalizedMutualInformation, low: 0, symmetric: true },
    { metric: adjustedRandIndex, low: -0.5, symmetric: true },
    { metric: purity, low: 0, symmetric: false },
  ])("$metric.name: bounds, order of samples, names of groups, symmetry", ({ metric, low, symmetric }) => {
    fc.assert(
      fc.property(pairs, ([rows, shuffled]) => {
        const a = rows.map(([label]) => label);
        const b = rows.map(([, cluster]) => cluster);
        const value = metric(a, b);
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(1);
        const renamed = metric(
          shuffled.map(([label]) => -7 * label),
          shuffled.map(([, cluster]) => 1000 - cluster),
        );
        expect(renamed).toBeCloseTo(value, DIGITS);
        expect(metric(a, a)).toBeCloseTo(1, DIGITS);
        if (symmetric) expect(metric(b, a)).toBeCloseTo(value, DIGITS);
      }),
    );
  });
});

describe.each([normalizedMutualInformation, adjustedRandIndex, purity])("$name refuses", (metric) => {
  it("lengths that differ, naming both", () => {
    expect(() => metric([0, 1], [0])).toThrow(ShapeError);
    expect(() => metric([0, 1], [0])).toThrow(new RegExp(`^${metric.name}: \\w+ has 2 values, \\w+ has 1;`));
  });

  it("empty input and labels that are no integers", () => {
    expect(() => metric([], [])).toThrow(ShapeError);
    expect(() => metric([0.5], [0])).toThrow(ArgumentError);
  });
});
