import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { calinskiHarabaszScore, daviesBouldinScore } from "../../src/metrics/dispersion.js";

// import numpy as np
// from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score
// i = np.arange(40)
// x = np.stack([np.sin(i) + i % 3 * 2, np.cos(i * i), (i * 7 % 11) / 11], 1)
// c = i % 3
// c[5] = 9
// print(calinski_harabasz_score(x, c), davies_bouldin_score(x, c))
// y = np.array([[0.], [1.], [5.], [8.]])
// print(calinski_harabasz_score(y, [0, 0, 1, 1]), davies_bouldin_score(y, [0, 0, 1, 1]))
const points = Float64Array.from(
  Array.from({ length: 40 }, (_, i) => [
    Math.sin(i) + (i % 3) * 2,
    Math.cos(i * i),
    ((i * 7) % 11) / 11,
  ]).flat(),
);
const c = Int32Array.from({ length: 40 }, (_, i) => (i === 5 ? 9 : i % 3));

describe("dispersion of clusters, as scikit-learn", () => {
  it("calinskiHarabaszScore", () => {
    expect(calinskiHarabaszScore(points, 3, c)).toBeCloseTo(33.159055419621616, 11);
    expect(calinskiHarabaszScore(Float32Array.of(0, 1, 5, 8), 1, [0, 0, 1, 1])).toBeCloseTo(14.4, 12);
    // Each cluster is one point.
    expect(calinskiHarabaszScore(Float32Array.of(0, 0, 5, 5), 1, [0, 0, 1, 1])).toBe(1);
  });

  it("daviesBouldinScore", () => {
    expect(daviesBouldinScore(points, 3, c)).toBeCloseTo(0.8964857960403957, 13);
    expect(daviesBouldinScore(Float32Array.of(0, 1, 5, 8), 1, [0, 0, 1, 1])).toBeCloseTo(1 / 3, 14);
    // Both centres coincide.
    expect(daviesBouldinScore(Float32Array.of(0, 2, 0, 2), 1, [0, 0, 1, 1])).toBe(0);
  });

  it.each([calinskiHarabaszScore, daviesBouldinScore])("$name refuses what it cannot judge", (score) => {
    expect(() => score(points, 3, c.subarray(1))).toThrow(ShapeError);
    expect(() => score(Float32Array.of(1, Number.NaN), 1, [0, 1])).toThrow(ArgumentError);
    expect(() => score(Float32Array.of(1, 2, 3), 1, [0, 0, 0])).toThrow(
      `${score.name}: 3 points are in 1 cluster; give 2 to N - 1 clusters`,
    );
    expect(() => score(Float32Array.of(1, 2, 3), 1, [0, 1, 2])).toThrow(
      `${score.name}: 3 points are in 3 clusters; give 2 to N - 1 clusters`,
    );
  });
});
