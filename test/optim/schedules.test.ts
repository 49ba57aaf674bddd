/** Learning rates by step. PyTorch's rates are compared in test/golden. */
import { describe, expect, it } from "vitest";
import { constant, cosine, oneCycle, stepDecay, warmUp } from "../../src/optim/index.js";

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

describe("warm-up", () => {
  it("rises in a line to where the other begins, which then runs from its own first step", () => {
    const rate = warmUp(4, cosine(0.1, 5), 0);
    [0, 0.025, 0.05, 0.075].forEach((want, step) => {
      expect(rate(step)).toBeCloseTo(want, 12);
    });
    for (let step = 4; step < 12; step++) expect(rate(step)).toBe(cosine(0.1, 5)(step - 4));
  });
  it("of no steps is the other", () => {
    expect(warmUp(0, constant(0.3))(0)).toBe(0.3);
  });
  it("refuses what is no number of steps, or no share", () => {
    expect(() => warmUp(1.5, constant(1))).toThrow("warmUp: steps is 1.5: give a whole number from 0 up");
    expect(() => warmUp(2, constant(1), 2)).toThrow("warmUp: start is 2: give a number from 0 to 1");
    expect(() => stepDecay(1, 0)).toThrow("stepDecay: every is 0: give a whole number from 1 up");
  });
});

it("constant is the same at every step", () => {
  expect([0, 1, 1e6].map(constant(2e-3))).toEqual([2e-3, 2e-3, 2e-3]);
});
