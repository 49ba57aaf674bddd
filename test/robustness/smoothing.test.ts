/** Randomised smoothing: the closed form of linear networks, the same bits by seed, abstention. */
import { expect, it } from "vitest";
import { normalQuantile } from "../../src/robustness/binomial.js";
import { certify, fewestDraws } from "../../src/robustness/smoothing.js";
import { onEachDevice } from "../support/devices.js";
import { largest, linearModel, randomImages } from "./linear.js";

const [side, count] = [4, 12];
const size = side * side;
const images = randomImages(count, side);
const all = Array.from({ length: count }, (_, i) => i);
const settings = { sigma: 0.25, n0: 100, n: 4000, alpha: 0.001, seed: 5 };

/** The standard normal distribution function (Abramowitz and Stegun 7.1.26, to 1.5e-7). */
function normalShare(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const tail =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - tail * Math.exp((-x * x) / 2);
  return x < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

onEachDevice("randomised smoothing", (device) => {
  it.each([
    ["0 to 1", { mean: 0, std: 1 }],
    ["normalised", { mean: 0.3, std: 0.5 }],
  ])(
    "of a linear network comes up to its margin over the norm, within the confidence bound, pixels %s",
    async (_, scale) => {
      const model = linearModel(device, size, 2, { spread: 0.2, scale });
      let square = 0;
      for (let i = 0; i < size; i++)
        square += ((model.weight[size + i]! - model.weight[i]!) / scale.std) ** 2;
      const results = await certify(model.network, images, all, settings);
      let near = 0;
      for (const image of all) {
        const pixels = Array.from(
          images.pixels.subarray(image * size, (image + 1) * size),
          (value) => value / 255,
        );
        const [a, b] = model.logits(pixels) as [number, number];
        const margin = Math.abs(a - b) / Math.sqrt(square);
        const { class: place, radius } = results[image]!;
        // The noise projects to a normal number: P(class) = Phi(margin / sigma) exactly, and the radius is at most margin.
        expect(radius).toBeLessThanOrEqual(margin);
        const share = normalShare(margin / settings.sigma);
        // The bound lies about 3.1 deviations below the count, and the count within 4 of its mean: except for 1 in 16,000.
        const low = share - (3.1 + 4) * Math.sqrt((share * (1 - share)) / settings.n) - 2 / settings.n;
        if (low > 0.5) {
          expect(place).toBe(largest([a, b]));
          const ceiling = normalQuantile(settings.alpha ** (1 / settings.n));
          expect(radius).toBeGreaterThanOrEqual(
            settings.sigma * Math.min(normalQuantile(low), ceiling) * 0.98,
          );
          near++;
        }
      }
      expect(near).toBeGreaterThan(4);
    },
  );

  it("abstains where the classes are as frequent, with radius 0", async () => {
    const model = linearModel(device, size, 2);
    const level = { ...model.network, logits: tied(model) };
    const [result] = await certify(level, images, [0], settings);
    expect(result).toEqual({ class: null, radius: 0 });
  });

  it("gives the same by seed, whatever else is certified, and another result by another seed", async () => {
    const model = linearModel(device, size, 3, { spread: 0.2 });
    const whole = await certify(model.network, images, all, { ...settings, n: 500 });
    expect(await certify(model.network, images, [7, 2], { ...settings, n: 500 })).toEqual([
      whole[7],
      whole[2],
    ]);
    expect(await certify(model.network, images, all, { ...settings, n: 500, seed: 6 })).not.toEqual(whole);
  });

  it("stops between batches, with the signal's reason", async () => {
    const model = linearModel(device, size, 2);
    const stop = new AbortController();
    const onImage = () => stop.abort(new Error("enough"));
    await expect(
      certify(model.network, images, all, settings, { signal: stop.signal, onImage }),
    ).rejects.toThrow("enough");
  });

  it("refuses fewer draws than can certify, and says how many can", async () => {
    const model = linearModel(device, size, 2);
    expect(fewestDraws(0.001)).toBe(10);
    expect(0.001 ** (1 / 10)).toBeGreaterThan(0.5);
    expect(0.001 ** (1 / 9)).toBeLessThan(0.5);
    await expect(certify(model.network, images, all, { ...settings, n: 9 })).rejects.toThrow("at least 10");
  });
});

/** Two classes that differ by the sign of the noise of one pixel alone. */
function tied(model: ReturnType<typeof linearModel>): typeof model.network.logits {
  const value = images.pixels[0]! / 255;
  const weight = new Float32Array(2 * size);
  weight[0] = 1;
  model.weight.set(weight);
  model.bias.set([-value, 0]);
  return model.network.logits;
}
