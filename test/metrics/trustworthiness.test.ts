import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { trustworthiness } from "../../src/metrics/trustworthiness.js";

/*
 * From scikit-learn 1.4.2:
 *
 *   n = np.arange(90)
 *   x = np.stack([4*(n%3)+2*np.sin(7*n+1), 3*(n%3)+2*np.sin(11*n+2), 2*np.sin(13*n+3)], 1).astype(np.float32).astype(float)
 *   trustworthiness(x, x[:, :2], n_neighbors=5), trustworthiness(x, x[:, :1], n_neighbors=12)
 */
const points = Float32Array.from({ length: 270 }, (_, i) => {
  const n = Math.floor(i / 3);
  if (i % 3 === 0) return 4 * (n % 3) + 2 * Math.sin(7 * n + 1);
  return i % 3 === 1 ? 3 * (n % 3) + 2 * Math.sin(11 * n + 2) : 2 * Math.sin(13 * n + 3);
});
const first = (components: number) => points.filter((_, i) => i % 3 < components);

describe("trustworthiness", () => {
  it("agrees with scikit-learn", () => {
    expect(trustworthiness(points, 3, first(2), 2)).toBeCloseTo(0.9521138211382114, 12);
    expect(trustworthiness(points, 3, first(1), 1, { neighbors: 12 })).toBeCloseTo(0.9007511007511008, 12);
  });

  it("is 1 for the data themselves, and for a sample near what it is for all rows", () => {
    expect(trustworthiness(points, 3, points, 3)).toBe(1);
    const all = trustworthiness(points, 3, first(1), 1);
    const sampled = trustworthiness(points, 3, first(1), 1, { sampleSize: 60, seed: 1 });
    expect(sampled).not.toBe(all);
    expect(Math.abs(sampled - all)).toBeLessThan(0.02);
    expect(trustworthiness(points, 3, first(1), 1, { sampleSize: 90 })).toBeCloseTo(all, 12);
  });

  it("says what is wrong", () => {
    expect(() => trustworthiness(points, 3, first(2), 3)).toThrow(ShapeError);
    expect(() => trustworthiness(points, 3, first(2), 2, { neighbors: 45 })).toThrow(
      "trustworthiness: neighbors is 45 of 90 rows: give a whole number from 1 to less than half of them",
    );
    expect(() => trustworthiness(points, 3, first(2), 2, { sampleSize: 91 })).toThrow(ArgumentError);
    const bad = first(2);
    bad[7] = Number.NaN;
    expect(() => trustworthiness(points, 3, bad, 2)).toThrow(/value 7 of embedding is NaN/);
  });
});
