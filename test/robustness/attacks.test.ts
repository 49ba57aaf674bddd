/** Attacks: closed forms on linear networks, limits that they keep, and networks that are certain. */
import { expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { attackImages } from "../../src/robustness/attacked.js";
import { registeredAttacks } from "../../src/robustness/attacks/index.js";
import { oneHot, slopeOf } from "../../src/robustness/pixels.js";
import { onEachDevice } from "../support/devices.js";
import { largest, linearModel, randomImages } from "./linear.js";

const [fgsm, pgd] = ["fgsm", "pgd"].map((name) => registeredAttacks().find((one) => one.name === name)!) as [
  ReturnType<typeof registeredAttacks>[number],
  ReturnType<typeof registeredAttacks>[number],
];
const [side, classes, count] = [4, 2, 40];
const size = side * side;
const images = randomImages(count, side);
const pixelsOf = (image: number) =>
  Array.from(images.pixels.subarray(image * size, (image + 1) * size), (value) => value / 255);
const settings = { steps: 10, stepSize: null, seed: 3 };

onEachDevice("attacks", (device) => {
  it.each([
    ["0 to 1", { mean: 0, std: 1 }],
    ["normalised", { mean: 0.4, std: 0.25 }],
  ])(
    "FGSM flips exactly the images of a linear network whose margin is below eps times the l1 norm, pixels %s",
    async (_, scale) => {
      const model = linearModel(device, size, classes, { scale, spread: 0.3 });
      const epsilons = [0.01, 0.05, 0.2];
      const { clean, changed } = await attackImages(model.network, images, {
        ...{ attacks: [fgsm, pgd], epsilons, settings, classes },
      });
      let norm = 0;
      for (let i = 0; i < size; i++) norm += Math.abs(model.weight[size + i]! - model.weight[i]!) / scale.std;
      let [flipped, kept] = [0, 0];
      for (let image = 0; image < count; image++) {
        const [a, b] = model.logits(pixelsOf(image)) as [number, number];
        expect(clean[image]).toBe(a >= b ? 0 : 1);
        for (const [level, epsilon] of epsilons.entries()) {
          const room = epsilon * norm - Math.abs(a - b);
          // Pixels are far enough from black and white; decisions within rounding are not judged.
          if (Math.abs(room) < 1e-4) continue;
          for (const found of changed) expect(found[level]![image] !== clean[image]).toBe(room > 0);
          if (room > 0) flipped++;
          else kept++;
        }
      }
      expect(Math.min(flipped, kept)).toBeGreaterThan(10);
    },
  );

  it("changes each pixel by eps along the sign of the derivative", async () => {
    const model = linearModel(device, size, 3);
    using tape = new Tape(device, { gradient: false });
    const x = tape.constant(Float32Array.from(pixelsOf(0)), [1, side, side, 1]);
    const own = largest(model.logits(pixelsOf(0)));
    const lost = oneHot(tape, Int32Array.of(own), 3);
    const slope = (on: Tape, pixels: typeof x) => slopeOf(model.network, on, pixels, lost);
    const victims = { tape, x, images: Uint32Array.of(0), slope };
    const changed = await fgsm.run(victims, 0.03, settings).data();
    // Of the loss log sum exp of the others minus the class's logit.
    const logits = model.logits(pixelsOf(0));
    const shares = logits.map((value, k) => (k === own ? 0 : Math.exp(value)));
    const total = shares.reduce((sum, value) => sum + value);
    for (let i = 0; i < size; i++) {
      const w = (k: number) => model.weight[k * size + i]!;
      const derivative = shares.reduce((sum, share, k) => sum + (share / total) * w(k), -w(own));
      expect(changed[i]).toBeCloseTo(pixelsOf(0)[i]! + 0.03 * Math.sign(derivative), 6);
    }
  });

  it("has a slope where the network is so certain that the cross entropy has none in float32", async () => {
    const model = linearModel(device, size, 3, { spread: 200 });
    using tape = new Tape(device, { gradient: false });
    const x = tape.constant(Float32Array.from(pixelsOf(1)), [1, side, side, 1]);
    const order = [0, 1, 2].sort((a, b) => model.logits(pixelsOf(1))[b]! - model.logits(pixelsOf(1))[a]!);
    const [first, second] = order as [number, number, number];
    const slope = await slopeOf(model.network, tape, x, oneHot(tape, Int32Array.of(first), 3)).data();
    for (let i = 0; i < size; i++) {
      const want = model.weight[second * size + i]! - model.weight[first * size + i]!;
      // Sums of two float32 numbers of about 200.
      expect(Math.abs(slope[i]! - want)).toBeLessThan(1e-4);
    }
  });

  it.each([0.003, 0.1, 0.7, 1])(
    "PGD never leaves eps %d, nor 0 and 1, and neither does FGSM",
    async (epsilon) => {
      const model = linearModel(device, size, 3);
      const extreme = new Float32Array(count * size).map((_, i) =>
        i % 3 === 0 ? 0 : i % 3 === 1 ? 1 : images.pixels[i]! / 255,
      );
      using tape = new Tape(device, { gradient: false });
      const x = tape.constant(extreme, [count, side, side, 1]);
      const lost = oneHot(tape, new Int32Array(count), 3);
      const slope = (on: Tape, pixels: typeof x) => slopeOf(model.network, on, pixels, lost);
      const numbers = Uint32Array.from({ length: count }, (_, i) => i);
      for (const attack of [fgsm, pgd]) {
        // Steps longer than the way: the projection has work to do.
        const long = { ...settings, stepSize: 0.9 };
        const changed = await attack.run({ tape, x, images: numbers, slope }, epsilon, long).data();
        let most = 0;
        for (const [i, value] of changed.entries()) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          most = Math.max(most, Math.abs(value - extreme[i]!));
        }
        // x + eps is rounded to float32, near 1 by 6e-8.
        expect(most).toBeLessThanOrEqual(epsilon + 6e-8);
        expect(most).toBeGreaterThan(0.99 * epsilon);
      }
    },
  );

  it("PGD's random start depends on seed and image, not on the batch", async () => {
    const model = linearModel(device, size, 3);
    const starts = async (numbers: number[], seed: number) => {
      using tape = new Tape(device, { gradient: false });
      const x = tape.constant(new Float32Array(numbers.length * size).fill(0.5), [
        numbers.length,
        side,
        side,
        1,
      ]);
      const flat = (on: Tape, pixels: typeof x) => on.zeros(pixels.shape);
      const victims = { tape, x, images: Uint32Array.from(numbers), slope: flat };
      return [...(await pgd.run(victims, 0.1, { ...settings, seed }).data())];
    };
    expect(model.network.prepares).toBe(false);
    const both = await starts([4, 9], 3);
    expect(await starts([9], 3)).toEqual(both.slice(size));
    expect(await starts([9], 4)).not.toEqual(both.slice(size));
    expect(both.slice(size)).not.toEqual(both.slice(0, size));
  });

  it("takes no more memory for more steps, nor for more epsilons", async () => {
    const model = linearModel(device, size, 3);
    const peak = async (steps: number, epsilons: readonly number[]) => {
      let most = 0;
      const network: typeof model.network = {
        ...model.network,
        logits(tape, x) {
          const values = model.network.logits(tape, x);
          most = Math.max(most, device.memory.liveBytes);
          return values;
        },
      };
      await attackImages(network, images, {
        ...{ attacks: [fgsm, pgd], epsilons, classes: 3 },
        settings: { ...settings, steps },
      });
      return most;
    };
    const few = await peak(2, [0.1]);
    expect(await peak(30, [0.1])).toBe(few);
    expect(await peak(2, [0.02, 0.05, 0.1, 0.2])).toBe(few);
  });

  it("keeps of each class the images that flip most easily, with what became of them", async () => {
    const model = linearModel(device, size, classes, { spread: 0.3 });
    const epsilons = [0.01, 0.05, 0.2];
    const run = { attacks: [fgsm], epsilons, settings, classes };
    const { clean, changed, examples } = await attackImages(model.network, images, run);
    expect(examples.length).toBeGreaterThan(4);
    for (const place of [0, 1]) {
      const least = [...clean.keys()]
        .filter((image) => clean[image] === place)
        .map((image) => epsilons[changed[0]!.findIndex((found) => found[image] !== place)] ?? Infinity)
        .sort((a, b) => a - b)
        .slice(0, 4);
      const shown = examples.filter(({ from }) => from === place);
      expect(shown.map(({ epsilon }) => epsilon)).toEqual(least);
      for (const { image, to, epsilon, before, after } of shown) {
        expect(to).toBe(1 - place);
        expect([...before]).toEqual([...images.pixels.subarray(image * size, (image + 1) * size)]);
        const most = Math.max(...after.map((value, i) => Math.abs(value - before[i]!)));
        expect(most).toBe(Math.round(255 * epsilon));
      }
    }
  });
});
