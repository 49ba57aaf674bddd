/** The host's generator: bounds and shapes; its bits are compared with the devices' in random.test.ts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random, wordToUniform } from "../../src/random/philox.js";

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe("Random", () => {
  it("repeats for a seed and a stream, and differs for others", () => {
    const words = (seed: number, stream?: number) => {
      const random = new Random(seed, stream);
      return Array.from({ length: 9 }, () => random.word());
    };
    expect(words(7)).toEqual(words(7, 0));
    expect(new Set([words(7), words(8), words(7, 1)].map(String)).size).toBe(3);
  });

  it("draws uniform numbers in [0, 1) that float32 holds exactly", () => {
    expect(wordToUniform(0)).toBe(0);
    expect(wordToUniform(0xffffffff)).toBe(1 - 2 ** -24);
    fc.assert(
      fc.property(seeds, (seed) => {
        const value = new Random(seed).uniform();
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1);
        expect(Math.fround(value)).toBe(value);
      }),
    );
  });

  it("draws integers below the bound, large ones included", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (seed, bound) => {
        const value = new Random(seed).integer(bound);
        expect(Number.isSafeInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(bound);
      }),
    );
  });

  it("draws each of few integers about as often", () => {
    const random = new Random(3);
    const counts = new Array(6).fill(0);
    for (let i = 0; i < 60_000; i++) counts[random.integer(6)]++;
    // Six standard deviations of a binomial count: sqrt(60000 * 1/6 * 5/6) = 91.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(550);
  });

  it("permutes", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 200 }), (seed, count) => {
        const order = new Random(seed).permutation(count);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    );
  });

  it("puts every element in every place", () => {
    const random = new Random(11);
    const seen = new Set<string>();
    for (let i = 0; i < 400; i++) {
      for (const [place, value] of random.permutation(5).entries()) seen.add(`${value}@${place}`);
    }
    expect(seen.size).toBe(25);
  });

  it("draws normal numbers, finite at either end of the uniforms", () => {
    fc.assert(fc.property(seeds, (seed) => Number.isFinite(new Random(seed).normal())));
    const random = new Random(5);
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    // Six standard errors: 1 / sqrt(20000) of the mean, sqrt(2 / 20000) of the variance.
    expect(Math.abs(mean)).toBeLessThan(6 * 0.0071);
    expect(Math.abs(variance - 1)).toBeLessThan(6 * 0.01);
  });
});
