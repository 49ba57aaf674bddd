import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { accuracy, applyMapping, clusteringAccuracy, mappedAccuracy } from "../../src/metrics/accuracy.js";
import { purity } from "../../src/metrics/agreement.js";
import { clusters, truth } from "./fixture.js";

describe("clusteringAccuracy", () => {
  // from sklearn.metrics.cluster import contingency_matrix
  // from scipy.optimize import linear_sum_assignment
  // for k in (5, 3, 8):
  //     C = contingency_matrix(truth, clusters(k))
  //     r, c = linear_sum_assignment(C, maximize=True)
  //     print(C[r, c].sum() / 60, r, np.unique(clusters(k))[c])
  it.each([
    {
      k: 5,
      expected: 0.8333333333333334,
      mapping: [
        [0, 2],
        [1, 0],
        [2, 3],
        [3, 1],
        [4, 4],
      ],
    },
    {
      k: 3,
      expected: 0.55,
      mapping: [
        [0, 1],
        [1, 0],
        [2, 2],
      ],
    },
    {
      k: 8,
      expected: 0.7,
      mapping: [
        [0, 4],
        [1, 0],
        [3, 1],
        [5, 2],
        [7, 3],
      ],
    },
  ])("agrees with scipy for $k clusters of 5 classes", ({ k, expected, mapping }) => {
    const result = clusteringAccuracy(truth, clusters(k));
    expect(result.accuracy).toBe(expected);
    expect([...result.mapping]).toEqual(mapping);
  });

  it("leaves surplus clusters unmapped and counts them as wrong", () => {
    const result = clusteringAccuracy([0, 0, 0, 1, 1, 1], [4, 4, 7, 5, 5, 9]);
    expect(result.accuracy).toBe(4 / 6);
    expect([...result.mapping]).toEqual([
      [4, 0],
      [5, 1],
      [7, -1],
      [9, -1],
    ]);
  });

  it("maps one cluster to the most frequent class, and a single sample to its own", () => {
    expect(clusteringAccuracy([2, 0, 2, 1], [0, 0, 0, 0])).toEqual({
      accuracy: 0.5,
      mapping: new Map([[0, 2]]),
    });
    expect(clusteringAccuracy([3], [-8])).toEqual({ accuracy: 1, mapping: new Map([[-8, 3]]) });
  });

  it("takes typed arrays", () => {
    expect(clusteringAccuracy(Uint8Array.of(0, 1, 1), Int32Array.of(1, 0, 0)).accuracy).toBe(1);
  });

  it("is within its bounds, and blind to the order of samples and the names of clusters", () => {
    const labelings = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: -3, max: 4 })), { minLength: 1 })
      .chain((pairs) =>
        fc.record({
          pairs: fc.constant(pairs),
          shuffled: fc.shuffledSubarray(pairs, { minLength: pairs.length }),
          names: fc.uniqueArray(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), {
            minLength: 8,
            maxLength: 8,
          }),
        }),
      );
    fc.assert(
      fc.property(labelings, ({ pairs, shuffled, names }) => {
        const labels = pairs.map(([label]) => label);
        const found = pairs.map(([, cluster]) => cluster);
        const result = clusteringAccuracy(labels, found);
        const [classes, groups] = [new Set(labels).size, new Set(found).size];
        // Of max(classes, groups) disjoint mappings that cover all samples, the best has its share.
        expect(result.accuracy).toBeGreaterThanOrEqual(1 / Math.max(classes, groups) - 1e-15);
        expect(result.accuracy).toBeLessThanOrEqual(purity(labels, found));
        expect(mappedAccuracy(labels, found, result.mapping)).toBe(result.accuracy);
        const mapped = [...result.mapping.values()].filter((label) => label !== -1);
        expect(mapped.length).toBe(Math.min(classes, groups));
        expect(new Set(mapped).size).toBe(mapped.length);
        const renamed = clusteringAccuracy(
          shuffled.map(([label]) => label),
          shuffled.map(([, cluster]) => names[cluster + 3]!),
        );
        expect(renamed.accuracy).toBe(result.accuracy);
        expect(clusteringAccuracy(labels, labels).accuracy).toBe(1);
      }),
    );
  });

  it("refuses lengths that differ, empty input and classes below 0", () => {
    expect(() => clusteringAccuracy([0, 1, 2], [0, 1])).toThrow(ShapeError);
    expect(() => clusteringAccuracy([0, 1, 2], [0, 1])).toThrow("labels has 3 values, clusters has 2");
    expect(() => clusteringAccuracy([], [])).toThrow(ShapeError);
    expect(() => clusteringAccuracy([0, -1], [0, 1])).toThrow(ArgumentError);
    expect(() => clusteringAccuracy([0, -1], [0, 1])).toThrow("labels[1] is -1");
    expect(() => clusteringAccuracy([0, 1], [0, 0.5])).toThrow("clusters[1] is 0.5");
    expect(() => clusteringAccuracy([0, 1], [0, 2 ** 31])).toThrow(ArgumentError);
    expect(() => clusteringAccuracy([0, 1], [Number.NaN, 0])).toThrow(ArgumentError);
  });

  it("refuses a table larger than memory instead of allocating it", () => {
    const each = Int32Array.from({ length: 20_000 }, (_, i) => i);
    expect(() => clusteringAccuracy(each, each)).toThrow("20000 x 20000 distinct labels");
  });
});

describe("a mapping fitted on one split and used on another", () => {
  const { mapping } = clusteringAccuracy([0, 0, 1, 1, 2], [7, 7, 5, 5, 5]);

  it("gives unmapped and unseen clusters no class", () => {
    expect(applyMapping([5, 7, 6], mapping)).toEqual(Int32Array.of(1, 0, -1));
    expect(applyMapping(Int8Array.of(7), new Map([[7, 300]]))).toEqual(Int32Array.of(300));
  });

  it("is not fitted anew", () => {
    expect(mappedAccuracy([0, 0, 1, 1], [5, 5, 7, 7], mapping)).toBe(0);
    expect(mappedAccuracy([0, 1, 1, 2], [7, 5, 6, 5], mapping)).toBe(0.5);
  });

  it("refuses classes that could pass for unmapped", () => {
    expect(() => mappedAccuracy([-1], [9], mapping)).toThrow(ArgumentError);
  });
});

describe("accuracy", () => {
  it("is the share of equal values", () => {
    expect(accuracy([0, 1, 2, -1], [0, 2, 2, -1])).toBe(0.75);
    expect(() => accuracy([1], [1, 2])).toThrow("truth has 1 values, predicted has 2");
  });
});
