/** Learning rates by step. One cycle against PyTorch stands in test/golden. */
import { describe, expect, it } from "vitest";
import { cosine, oneCycle } from "../../src/optim/index.js";

describe("cosine", () => {
  it("falls from the peak at the first step to the final rate at the last", () => {
    const rate = cosine(0.1, 5, 0.02);
    [0.1, 0.02 + 0.04 * (1 + Math.SQRT1_2), 0.06, 0.02 + 0.04 * (1 - Math.SQRT1_2), 0.02].forEach(
      (want, step) => {
        expect(rate(step)).toBeCloseTo(want, 12);
      },
    );
    expect(rate(99), "behind the last step").toBeCloseTo(0.02, 12);
  });
  it("takes a single step", () => {
    expect(cosine(0.1, 1)(0)).toBe(0.1);
  });
});

describe("one cycle", () => {
  it("rises to the peak and falls far below where it began", () => {
    const rate = oneCycle(1, 100, 0.2);
    expect(rate(0)).toBeCloseTo(1 / 25, 12);
    expect(rate(19)).toBeCloseTo(1, 12);
    expect(rate(99)).toBeCloseTo(1 / 25e4, 12);
  });
  it.each([
    [10, 0.1],
    [2, 0.5],
    [8, 0.19],
    [1, 0.19],
    [1, 1],
    [5, 0],
    [5, 1],
    [3, 0.3],
  ])("%i steps, rise %f: every rate is a number from 0 to the peak", (steps, rise) => {
    const rate = oneCycle(2e-3, steps, rise);
    for (let step = 0; step < steps; step++) {
      expect(rate(step), `step ${step}`).toBeGreaterThan(0);
      expect(rate(step), `step ${step}`).toBeLessThanOrEqual(2e-3);
    }
  });
  it("begins at the peak where there is no rise", () => {
    expect(oneCycle(2e-3, 5, 0)(0)).toBe(2e-3);
  });
});
