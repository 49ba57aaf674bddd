import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { silhouetteSamples, silhouetteScore } from "../../src/metrics/silhouette.js";

// import numpy as np
// from sklearn.metrics import silhouette_samples, silhouette_score
// i = np.arange(40)
// x = np.stack([np.sin(i) + i % 3 * 2, np.cos(i * i), (i * 7 % 11) / 11], 1)
// c = i % 3
// c[5] = 9
const N = 40;
const points = Float64Array.from(
  Array.from({ length: N }, (_, i) => [
    Math.sin(i) + (i % 3) * 2,
    Math.cos(i * i),
    ((i * 7) % 11) / 11,
  ]).flat(),
);
const c = Int32Array.from({ length: N }, (_, i) => (i === 5 ? 9 : i % 3));

describe("silhouette", () => {
  it("agrees with scikit-learn", () => {
    // print(silhouette_score(x, c), silhouette_samples(x, c)[[0, 5, 39]])
    // scikit-learn expands the square of a difference; its distances lose a few more digits.
    expect(silhouetteScore(points, 3, c)).toBeCloseTo(0.10764378318251415, 12);
    const widths = silhouetteSamples(points, 3, c);
    expect(widths.length).toBe(N);
    expect(widths[0]).toBeCloseTo(0.3938420264302804, 12);
    expect(widths[5]).toBe(0);
    expect(widths[39]).toBeCloseTo(-0.03376726130061934, 12);
  });

  it("takes float32 points and one column", () => {
    // print(silhouette_samples(np.array([[0.], [1.], [5.], [8.]]), [0, 0, 1, 1]))
    const widths = silhouetteSamples(Float32Array.of(0, 1, 5, 8), 1, [0, 0, 1, 1]);
    [0.8461538461538461, 0.8181818181818182, 1 / 3, 0.6].forEach((width, i) => {
      expect(widths[i]).toBeCloseTo(width, 14);
    });
  });

  it("is 0 where points of different clusters coincide", () => {
    expect(silhouetteScore(new Float32Array(8), 2, [0, 0, 1, 1])).toBe(0);
  });

  it("lies in -1 to 1 and is blind to the order of points and the names of clusters", () => {
    const data = fc
      .array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.nat(2)), {
        minLength: 2,
      })
      .map((rows): [number, number, number][] => [[0, 0, 0], [1, 1, 1], [2, 0, 1], ...rows])
      .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));
    const score = (rows: [number, number, number][], name: (k: number) => number) =>
      silhouetteScore(
        Float32Array.from(rows.flatMap((row) => row.slice(0, 2))),
        2,
        rows.map(([, , k]) => name(k)),
      );
    fc.assert(
      fc.property(data, ([rows, shuffled]) => {
        const value = score(rows, (k) => k);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
        expect(score(shuffled, (k) => -5 * k)).toBeCloseTo(value, 12);
      }),
    );
  });
});

describe("sampleSize", () => {
  const rows = 3000;
  const many = Float32Array.from({ length: rows * 2 }, (_, i) => Math.sin(i * i) + (i % 6 < 2 ? 3 : 0));
  const groups = Int32Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 0 : 1));

  it("with all points gives the value without it", () => {
    expect(silhouetteScore(points, 3, c, { sampleSize: N })).toBeCloseTo(silhouetteScore(points, 3, c), 14);
  });

  it("estimates the value, the same for the same seed", () => {
    const full = silhouetteScore(many, 2, groups);
    const drawn = [0, 1, 2, -3].map((seed) => silhouetteScore(many, 2, groups, { sampleSize: 500, seed }));
    expect(new Set(drawn).size).toBe(4);
    // The widths' standard deviation here is 0.069: 5 standard errors of a mean of 500.
    for (const value of drawn) expect(Math.abs(value - full)).toBeLessThan((5 * 0.069) / Math.sqrt(500));
    expect(silhouetteScore(many, 2, groups, { sampleSize: 500, seed: 1 })).toBe(drawn[1]);
    expect(silhouetteScore(many, 2, groups, { sampleSize: 500 })).toBe(drawn[0]);
  });

  it.each([2, N + 1, 3.5, Number.NaN])("refuses %s", (sampleSize) => {
    expect(() => silhouetteScore(points, 3, c, { sampleSize })).toThrow(ArgumentError);
    expect(() => silhouetteScore(points, 3, c, { sampleSize })).toThrow(`sampleSize is ${sampleSize}`);
  });

  it("refuses a seed that is no integer", () => {
    expect(() => silhouetteScore(points, 3, c, { sampleSize: 5, seed: 0.5 })).toThrow("seed is 0.5");
  });
});

describe("silhouette refuses", () => {
  it("one cluster, a cluster per point, a single point", () => {
    for (const clusters of [[1, 1, 1], [0, 1, 2], [0]]) {
      const cluster = () => silhouetteScore(new Float32Array(clusters.length), 1, clusters);
      expect(cluster).toThrow(ArgumentError);
      expect(cluster).toThrow("needs at least 2 clusters");
    }
  });

  it("sizes that do not fit, empty input, points that are not finite", () => {
    expect(() => silhouetteScore(new Float32Array(5), 2, [0, 1, 1])).toThrow(ShapeError);
    expect(() => silhouetteScore(new Float32Array(5), 2, [0, 1, 1])).toThrow(
      "points has 5 values, but clusters has 3",
    );
    expect(() => silhouetteSamples(new Float32Array(0), 2, [])).toThrow(ShapeError);
    expect(() => silhouetteSamples(new Float32Array(4), 0, [0, 1])).toThrow("columns is 0");
    const holed = Float32Array.of(0, 0, 0, Number.NaN, 0, 0);
    expect(() => silhouetteSamples(holed, 2, [0, 1, 1])).toThrow("points[1, 1] is NaN");
  });
});
