import { describe, expect, it } from "vitest";
import { largestEigen, symmetricEigen } from "../../src/linalg/eigen.js";
import { Random } from "../../src/random/philox.js";

/** A symmetric matrix with the given eigenvalues: random rotations of a diagonal one. */
function rotated(values: readonly number[], seed = 1): Float64Array {
  const n = values.length;
  const a = new Float64Array(n * n);
  values.forEach((value, i) => {
    a[i * n + i] = value;
  });
  const random = new Random(seed, 0);
  for (let turn = 0; turn < 4 * n && n > 1; turn++) {
    const i = random.integer(n);
    const j = (i + 1 + random.integer(n - 1)) % n;
    const angle = 6 * random.uniform();
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    for (const [step, other] of [
      [1, n],
      [n, 1],
    ] as const) {
      for (let k = 0; k < n; k++) {
        const [x, y] = [a[i * step + k * other]!, a[j * step + k * other]!];
        a[i * step + k * other] = c * x - s * y;
        a[j * step + k * other] = s * x + c * y;
      }
    }
  }
  return a;
}

const uniform = (n: number, seed: number) => {
  const random = new Random(seed, 1);
  return Array.from({ length: n }, () => 2 * random.uniform() - 1);
};

const cases: readonly [string, readonly number[]][] = [
  ["one value", [3]],
  ["two values", [2, -5]],
  ["values of any sign", uniform(60, 1)],
  ["all values alike", Array(20).fill(7)],
  ["nothing but zeros", Array(9).fill(0)],
  ["values that come several times", Array.from({ length: 40 }, (_, i) => Math.floor(i / 8))],
  ["a few large values among zeros", [...Array(50).fill(0), 1, 100, 1e6]],
  ["values close together", Array.from({ length: 30 }, (_, i) => 1 + i * 1e-9)],
  ["huge values", uniform(30, 2).map((value) => value * 1e200)],
  ["tiny values", uniform(30, 3).map((value) => value * 1e-200)],
  ["more values than one batch of sweeps turns", uniform(203, 4)],
];

/** Checks values, lengths, right angles, A v = value v, and signs. */
function check(a: Float64Array, n: number, want: number[], values: Float64Array, vectors: Float64Array) {
  const size = Math.max(...want.map(Math.abs)) || 1;
  expect(values.length).toBe(want.length);
  for (const [i, value] of want.entries()) expect((values[i]! - value) / size).toBeCloseTo(0, 12);
  const row = (i: number) => vectors.subarray(i * n, (i + 1) * n);
  for (let i = 0; i < want.length; i++) {
    for (let j = 0; j <= i; j++) {
      const product = row(i).reduce((sum, value, k) => sum + value * row(j)[k]!, 0);
      expect(product).toBeCloseTo(i === j ? 1 : 0, 11);
    }
    for (let r = 0; r < n; r++) {
      const product = row(i).reduce((sum, value, k) => sum + (value * a[r * n + k]!) / size, 0);
      expect(product).toBeCloseTo((values[i]! / size) * row(i)[r]!, 11);
    }
    const largest = row(i).reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    expect(largest).toBeGreaterThan(0);
  }
}

describe.each(cases)("eigenvectors of %s", (_, values) => {
  const n = values.length;
  const a = rotated(values);
  const sorted = [...values].sort((x, y) => x - y);

  it("are found, all of them", () => {
    const found = symmetricEigen(a, n);
    check(a, n, sorted, found.values, found.vectors);
  });

  it("are found, the largest of them", () => {
    const count = Math.max(1, Math.floor(n / 3));
    const found = largestEigen(a, n, count);
    check(a, n, sorted.slice(n - count), found.values, found.vectors);
  });
});

it("takes a matrix that is diagonal already", () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(3, 0, 0, 0, 1, 0, 0, 0, 2), 3);
  expect([...values]).toEqual([1, 2, 3]);
  expect([...vectors]).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0]);
});

it("ends where a matrix is not finite", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const { values } = symmetricEigen(Float64Array.of(1, 0, 0, bad, 1, 0, 0, 1, 1), 3);
    expect(values.some(Number.isNaN)).toBe(true);
  }
});
