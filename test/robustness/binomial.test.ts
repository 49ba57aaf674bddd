/** The exact bound and the quantile against SciPy's values. */
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../src/errors.js";
import { clopperPearsonLower, normalQuantile } from "../../src/robustness/binomial.js";

// SciPy's values, from
//   from scipy.stats import beta, norm
//   print([k, n, alpha, beta.ppf(alpha, k, n - k + 1)]); print([p, norm.ppf(p)])
const bounds: readonly [number, number, number, number][] = [
  [1, 10, 0.05, 0.005116196891823702],
  [9, 10, 0.05, 0.6058366975634952],
  [10, 10, 0.001, 0.5011872336272722],
  [51, 100, 0.05, 0.42341065130219296],
  [99, 100, 0.001, 0.9113731112960424],
  [9999, 10000, 0.001, 0.9990770386693395],
  [10000, 10000, 0.001, 0.9993094630025899],
  [5321, 10000, 0.001, 0.5166132063728238],
  [99990, 100000, 0.001, 0.9997586773435911],
  [3, 7, 0.5, 0.3641160864480825],
];
const quantiles: readonly [number, number][] = [
  [1e-300, -37.0470962993612],
  [1e-10, -6.361340902404056],
  [0.001, -3.090232306167813],
  [0.07, -1.4757910281791706],
  [0.3, -0.5244005127080409],
  [0.5, 0],
  [0.6, 0.2533471031357997],
  [0.975, 1.959963984540054],
  [0.9993, 3.1946510537632724],
  [0.999999999999, 7.0344869100478356],
];

describe("the Clopper-Pearson bound", () => {
  it.each(bounds)("of %d of %d with alpha %d is SciPy's", (successes, trials, alpha, want) => {
    const bound = clopperPearsonLower(successes, trials, alpha);
    // Logarithms of gamma functions of 1e5 are about 1e6, of which float64 holds 1e-10.
    expect(Math.abs(bound / want - 1)).toBeLessThan(1e-9);
  });

  it("is 0 without a success, and alpha^(1 / n) where all succeed", () => {
    expect(clopperPearsonLower(0, 100, 0.01)).toBe(0);
    for (const n of [1, 7, 500]) expect(clopperPearsonLower(n, n, 0.01)).toBeCloseTo(0.01 ** (1 / n), 11);
  });

  it("covers: the tail beyond the bound has probability alpha", () => {
    const [k, n, alpha] = [13, 20, 0.03];
    const p = clopperPearsonLower(k, n, alpha);
    let [tail, choose] = [0, 1];
    for (let i = 0; i <= n; i++) {
      if (i > 0) choose *= (n - i + 1) / i;
      if (i >= k) tail += choose * p ** i * (1 - p) ** (n - i);
    }
    expect(tail).toBeCloseTo(alpha, 12);
  });

  it("refuses what are no counts, and alpha that is no probability", () => {
    for (const [k, n] of [
      [3, 2],
      [-1, 2],
      [0.5, 2],
      [0, 0],
      [Number.NaN, 3],
    ] as const) {
      expect(() => clopperPearsonLower(k, n, 0.1)).toThrow(ArgumentError);
    }
    for (const alpha of [0, 1, -1, Number.NaN])
      expect(() => clopperPearsonLower(1, 2, alpha)).toThrow("alpha is");
  });
});

describe("the normal quantile", () => {
  it.each(quantiles)("of %d is SciPy's", (p, want) => {
    // 1 - p loses digits of what is left beside 1.
    expect(Math.abs(normalQuantile(p) - want)).toBeLessThan(p > 0.999999 ? 1e-4 : 1e-13 * Math.max(1, -want));
  });
});
