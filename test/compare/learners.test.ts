/** Every learner on images that it should tell apart. */
import { describe, expect, it } from "vitest";
import { learners } from "../../src/compare/index.js";
import { measureLearner } from "../../src/compare/measure.js";
import { requireOptional } from "../../src/compare/optional_package.js";
import { SHAPES, shapes } from "../support/shapes.js";

const part = (count: number, seed: number) => {
  const images = shapes(count, seed);
  return { images, labels: images.labels! };
};
const data = { train: part(90, 1), test: part(60, 2) };
/** For networks that take long over each image. */
const little = { train: part(12, 1), test: part(6, 2) };
const options = { classes: SHAPES.length, device: "native", seed: 1, rateFactors: [1] } as const;

/** Learned numbers of some learners, counted by hand: K centres of D pixels; a plane for each pair of classes. */
const PARAMETERS: Record<string, number> = { kmeans: 3 * 64, linearSvm: 3 * (64 + 1) };
/** Networks for photographs: they are only to go through. */
const LARGE = /^res|^reNet/;
/** Of three classes: chance is a third. */
const LEAST = { supervised: 0.8, unsupervised: 0.6 };

describe("learners [native]", () => {
  for (const definition of learners()) {
    const { name, supervised } = definition;
    if (name === "alexNet") {
      it("alexNet says why it cannot take small images", async () => {
        await expect(measureLearner(definition, data, options)).rejects.toThrow("give them 63 x 63 or more");
      });
      continue;
    }
    it(`${name} learns`, async () => {
      const length = LARGE.test(name) ? { epochs: 1, batch: 6 } : { epochs: 30, batch: 10 };
      const given = LARGE.test(name) ? little : data;
      const { scores, seconds, parameters, memory, trainedOn, rates } = await measureLearner(
        definition,
        given,
        { ...options, ...length },
      );
      for (const score of Object.values(scores)) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
      if (!LARGE.test(name)) {
        expect(scores.accuracy).toBeGreaterThan(supervised ? LEAST.supervised : LEAST.unsupervised);
      }
      expect(seconds.training).toBeGreaterThan(0);
      expect(seconds.per1000).toBeCloseTo((1000 * seconds.prediction) / given.test.images.count, 9);
      expect(parameters).toBeGreaterThan(0);
      if (name in PARAMETERS) expect(parameters).toBe(PARAMETERS[name]);
      expect(memory.growth).toBeGreaterThanOrEqual(0);
      expect(memory.baseline).toBeGreaterThan(2 ** 20);
      expect(trainedOn).toBe(given.train.images.count);
      expect(rates === null).toBe(definition.learningRate === null);
      if (rates !== null)
        expect(rates).toEqual([{ rate: definition.learningRate, accuracy: scores.accuracy, failure: null }]);
    });
  }
});

describe("two classes", () => {
  it.each(["randomForest", "rbfSvm", "rowLstm"])("%s tells them apart [native]", async (name) => {
    const two = (count: number, seed: number) => {
      const { images, labels } = part(count, seed);
      // The third shape counts as the second.
      return { images, labels: labels.map((label) => Math.min(label, 1)) };
    };
    const definition = learners().find((one) => one.name === name)!;
    const halves = { train: two(90, 1), test: two(60, 2) };
    const own = { ...options, classes: 2, epochs: 30, batch: 10 };
    const { scores } = await measureLearner(definition, halves, own);
    expect(scores.accuracy).toBeGreaterThan(0.85);
  });
});

it("a package that is missing is named", () => {
  expect(() => requireOptional("skein-no-such-package", "rbfSvm")).toThrow(
    "rbfSvm needs the package skein-no-such-package, which is not installed: run npm install skein-no-such-package",
  );
});
