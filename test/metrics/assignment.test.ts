import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { linearSumAssignment } from "../../src/metrics/assignment.js";

/** The smallest total over all ways to give each row its own column; rows <= columns. */
function bruteForce(cost: readonly number[], rows: number, columns: number, row = 0, used = 0): number {
  if (row === rows) return 0;
  let best = Number.POSITIVE_INFINITY;
  for (let c = 0; c < columns; c++) {
    if (used & (1 << c)) continue;
    const total = cost[row * columns + c]! + bruteForce(cost, rows, columns, row + 1, used | (1 << c));
    best = Math.min(best, total);
  }
  return best;
}

function total(cost: ArrayLike<number>, columns: number, pairs: { rows: Int32Array; columns: Int32Array }) {
  return pairs.rows.reduce((sum, row, i) => sum + cost[row * columns + pairs.columns[i]!]!, 0);
}

const problem = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })).chain(([a, b]) => {
  const [rows, columns] = [Math.min(a, b), Math.max(a, b)];
  // Few distinct values make ties, which is where a search goes wrong.
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -1000, max: 1000 }));
  const cost = fc.array(value, { minLength: rows * columns, maxLength: rows * columns });
  return fc.record({ rows: fc.constant(rows), columns: fc.constant(columns), cost });
});

describe("linearSumAssignment", () => {
  it("finds the total that brute force finds, for either orientation and sense", () => {
    fc.assert(
      fc.property(problem, ({ rows, columns, cost }) => {
        const smallest = bruteForce(cost, rows, columns);
        const pairs = linearSumAssignment(cost, rows, columns);
        expect(total(cost, columns, pairs)).toBe(smallest);
        expect(pairs.rows).toEqual(Int32Array.from({ length: rows }, (_, r) => r));
        expect(new Set(pairs.columns).size).toBe(rows);

        const flipped = cost.map((_, i) => cost[(i % rows) * columns + Math.floor(i / rows)]!);
        const flippedPairs = linearSumAssignment(flipped, columns, rows);
        expect(total(flipped, rows, flippedPairs)).toBe(smallest);
        expect(flippedPairs.rows).toEqual(flippedPairs.rows.toSorted());
        expect(new Set(flippedPairs.rows).size).toBe(rows);
        expect(flippedPairs.columns.toSorted()).toEqual(pairs.rows);

        const gain = cost.map((value) => 0 - value);
        const gainPairs = linearSumAssignment(gain, rows, columns, { maximize: true });
        expect(0 - total(gain, columns, gainPairs)).toBe(smallest);
      }),
      { numRuns: 300 },
    );
  });

  it("agrees with scipy on 200 x 300", () => {
    // from scipy.optimize import linear_sum_assignment; import numpy as np
    // i, j = np.ogrid[:200, :300]
    // cost = (i * i * 31 + j * j * 17 + i * j * 7) % 1009
    // r, c = linear_sum_assignment(cost); print(cost[r, c].sum())
    // r, c = linear_sum_assignment(cost, maximize=True); print(cost[r, c].sum())
    const cost = Float64Array.from({ length: 200 * 300 }, (_, n) => {
      const [i, j] = [Math.floor(n / 300), n % 300];
      return (i * i * 31 + j * j * 17 + i * j * 7) % 1009;
    });
    expect(total(cost, 300, linearSumAssignment(cost, 200, 300))).toBe(525);
    expect(total(cost, 300, linearSumAssignment(cost, 200, 300, { maximize: true }))).toBe(200806);
  });

  it("takes matrices without rows or columns", () => {
    for (const [rows, columns] of [
      [0, 0],
      [0, 3],
      [3, 0],
    ] as const) {
      expect(linearSumAssignment([], rows, columns)).toEqual({
        rows: new Int32Array(0),
        columns: new Int32Array(0),
      });
    }
  });

  it("refuses a size that does not fit and costs that are not finite", () => {
    expect(() => linearSumAssignment([1, 2, 3], 2, 2)).toThrow(ShapeError);
    expect(() => linearSumAssignment([1, 2, 3], 2, 2)).toThrow("cost has 3 values");
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => linearSumAssignment([1, 2, 3, bad], 2, 2)).toThrow(ArgumentError);
      expect(() => linearSumAssignment([1, 2, 3, bad], 2, 2)).toThrow(`cost[1, 1] is ${bad}`);
    }
  });
});
