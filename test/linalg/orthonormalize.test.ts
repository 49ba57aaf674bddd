import { expect, it } from "vitest";
import { orthonormalizeRows } from "../../src/linalg/orthonormalize.js";
import { Random } from "../../src/random/philox.js";

function largestError(q: Float64Array, count: number, n: number): number {
  let error = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let product = i === j ? -1 : 0;
      for (let k = 0; k < n; k++) product += q[i * n + k]! * q[j * n + k]!;
      error = Math.max(error, Math.abs(product));
    }
  }
  return error;
}

it("makes rows orthonormal, also nearly dependent ones", () => {
  const random = new Random(1, 0);
  const [count, n] = [7, 20];
  const q = Float64Array.from({ length: count * n }, () => random.normal());
  for (let k = 0; k < n; k++) q[3 * n + k] = q[2 * n + k]! + 1e-8 * q[3 * n + k]!;
  const first = q.slice(0, n);
  orthonormalizeRows(q, count, n);
  expect(largestError(q, count, n)).toBeLessThan(1e-13);
  // The first row keeps its direction.
  const length = Math.hypot(...first);
  for (let k = 0; k < n; k++) expect(q[k]).toBeCloseTo(first[k]! / length, 12);
});

it("fills in for rows that depend on others", () => {
  const q = Float64Array.of(1, 1, 0, 2, 2, 0, 0, 0, 0);
  orthonormalizeRows(q, 3, 3);
  expect(largestError(q, 3, 3)).toBeLessThan(1e-14);
});
