/** How a learner is scored, what it gets to see, and what happens when it fails. */
import { describe, expect, it } from "vitest";
import { divide } from "../../src/compare/data.js";
import type { Learner, LearnerDefinition, LearnerOptions } from "../../src/compare/index.js";
import { drawn, measureLearner, scoresOf } from "../../src/compare/measure.js";
import { type ComparisonRow, ranked, spreadOfRates } from "../../src/compare/result.js";
import { createImageSet, subset } from "../../src/data/image_set.js";
import { ArgumentError, TrainingError } from "../../src/errors.js";
import type { Images } from "../../src/models/index.js";
import { shapes } from "../support/shapes.js";

const { data } = divide({ train: shapes(60), test: shapes(30, 2) }, 0);
const options = { classes: 3, device: "native", seed: 0, rateFactors: [10, 1, 0.1] } as const;

/** Knows the answers at a rate of 0.5, is always wrong at others, and counts what happens to it. */
function oracle(changes: Partial<LearnerDefinition> = {}, fail?: (rate: number | null) => void) {
  const calls = { made: [] as (number | null)[], closed: 0, seen: [] as number[] };
  const definition: LearnerDefinition = {
    ...{ name: "oracle", about: "a test", supervised: true, learningRate: 0.5, ...changes },
    async create({ learningRate }: LearnerOptions): Promise<Learner> {
      calls.made.push(learningRate);
      return {
        parameters: 7,
        async fit(images: Images) {
          calls.seen.push(images.count);
          fail?.(learningRate);
        },
        predict: async () =>
          data.test.labels.map((label) => (learningRate === 0.5 ? label : (label + 1) % 3)),
        async close() {
          calls.closed++;
        },
      };
    },
  };
  return { definition, calls };
}

describe("measureLearner", () => {
  it("tries the other rates, in ascending order, after the default", async () => {
    const { definition, calls } = oracle();
    const { rates, scores, parameters } = await measureLearner(definition, data, options);
    expect(calls).toEqual({ made: [0.5, 0.05, 5], closed: 3, seen: [60, 60, 60] });
    expect(rates).toEqual([
      { rate: 0.05, accuracy: 0, failure: null },
      { rate: 0.5, accuracy: 1, failure: null },
      { rate: 5, accuracy: 0, failure: null },
    ]);
    expect(scores).toEqual({ accuracy: 1, precision: 1, recall: 1, f1: 1 });
    expect(parameters).toBe(7);
  });

  it("a rate at which training fails is a finding, and everything is closed", async () => {
    const { definition, calls } = oracle({}, (rate) => {
      if (rate === 5) throw new TrainingError("the loss is not finite");
    });
    const { rates } = await measureLearner(definition, data, options);
    expect(rates!.at(-1)).toEqual({ rate: 5, accuracy: null, failure: "the loss is not finite" });
    expect(spreadOfRates(rates)).toBe(null);
    expect(calls.closed).toBe(3);
  });

  it("a failure at the default rate, and a defect at any, is the learner's", async () => {
    const first = oracle({}, () => {
      throw new ArgumentError("no such thing");
    });
    await expect(measureLearner(first.definition, data, options)).rejects.toThrow("no such thing");
    expect(first.calls.closed).toBe(1);
    const second = oracle({}, (rate) => {
      if (rate !== 0.5) throw new TypeError("a defect");
    });
    await expect(measureLearner(second.definition, data, options)).rejects.toThrow("a defect");
    expect(second.calls.closed).toBe(2);
  });

  it("gives a learner no more images than it takes, the same share of each class", async () => {
    const { definition, calls } = oracle({ mostImages: 30, learningRate: null });
    const { trainedOn, rates } = await measureLearner(definition, data, options);
    expect(calls.seen).toEqual([30]);
    expect(trainedOn).toBe(30);
    expect(rates).toBe(null);
    const few = drawn(data.train, 30, 5);
    const counts = [0, 1, 2].map((label) => few.labels.filter((other) => other === label).length);
    expect(counts).toEqual([10, 10, 10]);
    // Each drawn image is one of the training images, with its own label.
    const text = (pixels: ArrayLike<number>, image: number) =>
      Array.from(pixels)
        .slice(image * 64, (image + 1) * 64)
        .join();
    const all = new Map([...data.train.labels].map((label, i) => [text(data.train.images.pixels, i), label]));
    few.labels.forEach((label, i) => {
      expect(all.get(text(few.images.pixels, i))).toBe(label);
    });
    expect(drawn(data.train, 30, 6).images.pixels).not.toEqual(few.images.pixels);
    expect(drawn(data.train, 60, 5)).toEqual({ images: data.train.images, labels: data.train.labels });
  });
});

describe("scores", () => {
  const truth = Int32Array.of(0, 0, 1, 1, 2, 2);
  it("of an unsupervised learner do not depend on the numbers of its clusters", () => {
    const clusters = Int32Array.of(2, 2, 0, 0, 1, 0);
    // Five of six are right; class 1 has a precision of 2/3, class 2 a recall of 1/2.
    const { accuracy, precision, recall, f1 } = scoresOf(truth, clusters, false);
    expect(accuracy).toBeCloseTo(5 / 6, 12);
    expect(precision).toBeCloseTo((1 + 2 / 3 + 1) / 3, 12);
    expect(recall).toBeCloseTo((1 + 1 + 1 / 2) / 3, 12);
    expect(f1).toBeCloseTo((1 + 0.8 + 2 / 3) / 3, 12);
    expect(scoresOf(truth, clusters, true).accuracy).toBe(0);
  });

  it("rank the rows, failures last", () => {
    const row = (learner: string, accuracy: number | null) =>
      ({ learner, result: accuracy === null ? null : { scores: { accuracy } } }) as ComparisonRow;
    const rows = [row("bad", null), row("second", 0.5), row("first", 0.7), row("zero", 0)];
    expect(ranked(rows).map(({ learner }) => learner)).toEqual(["first", "second", "zero", "bad"]);
  });

  it("spread over the rates", () => {
    const rates = [0.2, 0.9, 0.6].map((accuracy, i) => ({ rate: i, accuracy, failure: null }));
    expect(spreadOfRates(rates)).toBeCloseTo(0.7, 12);
    expect(spreadOfRates(rates.slice(0, 1))).toBe(null);
    expect(spreadOfRates(null)).toBe(null);
  });
});

describe("divide", () => {
  it("holds out a fifth of each class where there are no test images", () => {
    const { data: parts, names, heldOut } = divide({ train: shapes(60) }, 3);
    expect(heldOut).toBe("validation images");
    expect(names).toEqual(["lying", "standing", "square"]);
    expect(parts.train.images.count).toBe(48);
    const counts = [0, 1, 2].map((label) => parts.test.labels.filter((other) => other === label).length);
    expect(counts).toEqual([4, 4, 4]);
  });

  it("numbers classes without gaps, the same in both parts", () => {
    const gaps = (set: ReturnType<typeof shapes>) =>
      createImageSet({ ...set, labels: set.labels!.map((label) => 10 * label), labelNames: null });
    const { data: parts, names } = divide({ train: gaps(shapes(60)), test: gaps(shapes(30)) }, 0);
    expect(names).toEqual(["0", "10", "20"]);
    expect([...parts.test.labels.slice(0, 3)]).toEqual([0, 1, 2]);
  });

  const set = shapes(30);
  const of = (chosen: number[]) => subset(set, chosen);
  it.each([
    [
      { train: createImageSet({ ...set, labels: null }) },
      "are not files in folders, so folders cannot label them",
    ],
    [{ train: of([0, 3, 6]) }, "one class only (0)"],
    [{ train: of([0, 3, 1]) }, "class 1 has a single image"],
    [{ train: of([0, 3, 6, 1, 4]) }, "class standing has too few images to hold one out"],
    [{ train: of([0, 3, 1, 4]), test: of([2]) }, "label 2 of image 0 is none of the 2 classes"],
    [{ train: set, test: createImageSet({ ...set, labels: null }) }, "the test images have no labels"],
    [{ train: set, test: of([]) }, "there are no test images"],
    [{ train: set, test: createImageSet({ ...set, height: 4, width: 16 }) }, "test images are 4 x 16 x 1"],
  ])("refuses what does not fit %#", (given, sentence) => {
    expect(() => divide(given, 0)).toThrow(sentence);
  });
});
