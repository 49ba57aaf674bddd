/** `robustness` as a whole: classifiers, clusterers, pipelines, labels, seeds, signals and what it refuses. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createImageSet, take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { ImageClassifier, ImageClusterer, pipelineByName } from "../../src/models/index.js";
import { rightClasses } from "../../src/robustness/expected.js";
import { registerChange, robustness, robustnessJson } from "../../src/robustness/index.js";
import { flips, medianRadius, radiusCurve } from "../../src/robustness/scores.js";

const digits = take((await loadMnist()).train, 300);
const judged = take(digits, 60);
const small = {
  attacks: { epsilons: [0.1, 0.02], steps: 3 },
  changes: { names: ["brightness", "grey"] },
  certificate: { images: 3, n: 200, n0: 20 },
};

describe("robustness", () => {
  let device: Device;
  let classifier: ImageClassifier;
  beforeAll(async () => {
    device = await openDevice("native");
    classifier = new ImageClassifier({ epochs: 6, seed: 1 }, device);
    await classifier.fit(digits, digits.labels!);
  });
  afterAll(async () => {
    await classifier.close();
    device.close();
  });

  it("measures a classifier: attacks by eps ascending, changes, certificate, and what cannot be done", async () => {
    const parts = new Map<string, number>();
    const onProgress = (part: string, done: number, all: number) => {
      expect(done).toBeLessThanOrEqual(all);
      parts.set(part, done / all);
    };
    const result = await robustness(classifier, judged, { ...small, onProgress });
    expect(result.clean.accuracy).toBe((await classifier.evaluate(judged, judged.labels!)).accuracy);
    expect(result.attacks.map(({ name, level }) => [name, level])).toEqual([
      ["fgsm", 0.02],
      ["fgsm", 0.1],
      ["pgd", 0.02],
      ["pgd", 0.1],
    ]);
    const [weak, strong] = result.attacks;
    expect(strong!.flipRate).toBeGreaterThan(weak!.flipRate);
    expect(result.attacks[3]!.flipRate).toBeGreaterThan(0.2);
    for (const { accuracy, flipRate, perClass } of [...result.attacks, ...result.changes]) {
      expect(accuracy).toBeLessThanOrEqual(result.clean.accuracy!);
      expect(accuracy).toBeGreaterThanOrEqual(result.clean.accuracy! - flipRate - 1e-9);
      expect(perClass.map(({ images }) => images)).toEqual(result.clean.sizes);
    }
    expect(result.changes.map(({ level }) => level)).toEqual([0.9, 1.1, 0.75, 1.25, 0.5, 1.5]);
    expect(result.skipped).toEqual([{ part: "grey", reason: "the images have no colour" }]);
    expect(result.certificate!.images.map(({ image }) => image)).toEqual([0, 20, 40]);
    expect(Object.fromEntries(parts)).toEqual({ fgsm: 1, pgd: 1, brightness: 1, certificate: 1 });
    expect(result.examples.every(({ from, to }) => from !== to)).toBe(true);
  });

  it("gives the same by seed, and JSON keeps all but pictures", async () => {
    const [first, second] = [
      robustnessJson(await robustness(classifier, judged, { ...small, seed: 4 })),
      robustnessJson(await robustness(classifier, judged, { ...small, seed: 4 })),
    ];
    expect(second).toEqual(first);
    expect(Object.keys(JSON.parse(JSON.stringify(first)))).toEqual([
      ...["version", "images", "labelled", "classes", "settings", "clean", "afterPreprocessing"],
      ...["attacks", "changes", "certificate", "skipped", "examples"],
    ]);
    expect(first.version).toBe(1);
    expect(Object.keys(first.examples[0]!)).toEqual(["image", "from", "to", "attack", "epsilon"]);
  });

  it("flips nothing at eps 0", async () => {
    const none = { changes: null, certificate: null };
    const { attacks } = await robustness(classifier, judged, { ...none, attacks: { epsilons: [0] } });
    expect(attacks.map(({ flipRate }) => flipRate)).toEqual([0, 0]);
  });

  it("needs no labels, and attacks of clusterers look at none; accuracy is under the best mapping", async () => {
    const clusterer = new ImageClusterer(
      { views: "digits", clusters: 4, epochs: 2, batch: 100, heads: 2, hidden: 16 },
      device,
    );
    try {
      await clusterer.fit(digits);
      const options = { ...small, changes: null };
      const labelled = await robustness(clusterer, judged, options);
      const without = await robustness(clusterer, { ...judged, labels: null }, options);
      expect(without.clean.accuracy).toBe(null);
      expect(without.attacks.map(({ accuracy }) => accuracy)).toEqual([null, null, null, null]);
      expect(without.certificate!.images.map(({ right }) => right)).toEqual([null, null, null]);
      const rates = (result: typeof without) => result.attacks.map(({ perClass }) => perClass);
      expect(rates(labelled)).toEqual(rates(without));
      expect(labelled.clean.accuracy).toBeGreaterThan(0.1);
      expect(labelled.labelled).toBe(60);
    } finally {
      await clusterer.close();
    }
  });

  it("attacks images after preprocessing that has no derivative, and says so", async () => {
    const binary = new ImageClassifier({ epochs: 3, seed: 1, preprocess: ["otsu"] }, device);
    try {
      await binary.fit(digits, digits.labels!);
      const result = await robustness(binary, judged, { ...small, certificate: null, changes: null });
      expect(result.afterPreprocessing).toBe(true);
      for (const { before } of result.examples) expect(new Set(before).size).toBe(2);
    } finally {
      await binary.close();
    }
  });

  it("leaves out what a pipeline has no derivative for, and says so; everyday changes are measured", async () => {
    const pipeline = pipelineByName({ features: ["hog"], method: "kmeans", clusters: 5 }, device);
    await pipeline.fit(digits);
    const { attacks, certificate, changes, skipped } = await robustness(pipeline, judged, small);
    expect([attacks, certificate]).toEqual([[], null]);
    expect(changes).toHaveLength(6);
    expect(skipped.map(({ part }) => part)).toEqual(["attacks", "certificate", "grey"]);
    expect(skipped[0]!.reason).toContain("no derivative");
  });

  it("leaves out a change that fails, with all its levels, and lets a model's own errors through", async () => {
    let fails = true;
    registerChange({
      ...{ name: "second level fails", about: "", unit: "level", levels: [1, 2], identity: null },
      async apply(images, level) {
        if (fails && level === 2) throw new DataError("no second level");
        return images;
      },
    });
    const options = { attacks: null, certificate: null, changes: { names: ["second level fails"] } };
    const { changes, skipped } = await robustness(classifier, judged, options);
    expect(changes).toEqual([]);
    expect(skipped).toEqual([{ part: "second level fails", reason: "no second level" }]);
    fails = false;
    let calls = 0;
    const broken = new Proxy(classifier, {
      get(model, name) {
        if (name === "predictProba" && calls++ > 0) throw new DataError("the model fails");
        const value = Reflect.get(model, name, model);
        return typeof value === "function" ? value.bind(model) : value;
      },
    });
    await expect(robustness(broken, judged, options)).rejects.toThrow("the model fails");
  });

  it("refuses more draws than there are random numbers before it attacks", async () => {
    const [height, width] = [64, 64];
    const large = createImageSet({
      ...{ count: 1, height, width, channels: 1 as const, source: "test" },
      pixels: new Uint8Array(height * width),
    });
    const never = () => Promise.reject(new Error("attacked"));
    const model = {
      ...{
        kind: "test",
        supervised: true,
        classNames: ["a", "b"],
        imageSize: { height, width, channels: 1 },
      },
      predictProba: async () => ({ rows: 1, columns: 2, data: Float32Array.of(1, 0) }),
      pixelNetwork: async () => ({
        ...{ device, prepares: false, scale: { mean: 0, std: 1 } },
        prepared: async (images: typeof large) => images,
        logits: never,
      }),
    } as unknown as ImageClassifier;
    await expect(robustness(model, large, { changes: null, certificate: { n: 1e7 } })).rejects.toThrow(
      "certificate.n is 10000000: give at most 4194304 for images of 64 x 64 x 1",
    );
  });

  it("ends with the signal's reason", async () => {
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error("enough"));
    const options = { ...small, signal: stop.signal, onProgress };
    await expect(robustness(classifier, judged, options)).rejects.toThrow("enough");
  });

  it.each([
    [{ attacks: { epsilons: [-0.1] } }, "robustness.attacks.epsilons.0 is -0.1: give a number from 0 to 1"],
    [{ attacks: { epsilons: [] } }, "robustness.attacks.epsilons is []: give a list of numbers from 0 to 1"],
    [{ attacks: { names: ["cw"] } }, "cw is no known attack: choose from fgsm, pgd"],
    [{ changes: { names: ["rain"] } }, "rain is no known change: choose from jpeg, "],
    [{ certificate: { sigma: 0 } }, "robustness.certificate.sigma is 0: give a number from 0.000001 to 100"],
    [{ certificate: { alpha: 1 } }, "robustness.certificate.alpha is 1: give a number between 0 and 1"],
    [{ certificate: { n: 5 } }, "with alpha 0.001 fewer than 10 draws certify no image"],
    [{ attack: {} }, "robustness: attack is unknown: use attacks, changes, certificate, seed"],
  ])("refuses %j", async (options, message) => {
    const failure = robustness(classifier, judged, options as object);
    await expect(failure).rejects.toThrow(ArgumentError);
    await expect(robustness(classifier, judged, options as object)).rejects.toThrow(message);
  });

  it("refuses images of another size, none, and labels that do not fit", async () => {
    const sides = { count: 1, height: 4, width: 5, channels: 1 as const, source: "test" };
    const other = createImageSet({ ...sides, pixels: new Uint8Array(20) });
    await expect(robustness(classifier, other)).rejects.toThrow(
      "the model takes images of 28 x 28 x 1, these are 4 x 5 x 1",
    );
    await expect(robustness(classifier, take(digits, 0))).rejects.toThrow("there are no images");
    const labels = Int32Array.from(judged.labels!, () => 11);
    await expect(robustness(classifier, { ...judged, labels })).rejects.toThrow(DataError);
    await expect(robustness(classifier, { ...judged, labels: Int32Array.of(1) })).rejects.toThrow(
      "1 labels for 60 images",
    );
  });
});

describe("right classes", () => {
  it("are never the place of unsorted images", () => {
    const labels = Int32Array.of(0, 0, 1, 1, 2, 2);
    const images = { count: 6, height: 1, width: 1, channels: 1, pixels: new Uint8Array(6), labels };
    const model = { supervised: false, classNames: ["0", "1", "unsorted"] };
    expect(rightClasses(model, images, Int32Array.of(1, 1, 0, 0, 2, 2))).toEqual(
      Int32Array.of(1, 1, 0, 0, 3, 3),
    );
  });
});

describe("scores", () => {
  it("count flips by the class before, and right classes before and after", () => {
    const result = flips(
      Int32Array.of(0, 0, 1, 1, 1),
      Int32Array.of(0, 2, 1, 0, 0),
      Int32Array.of(0, 2, 1, 1, -1),
      3,
    );
    expect(result).toEqual({
      clean: { accuracy: 3 / 4, sizes: [2, 3, 0] },
      flipRate: 3 / 5,
      accuracy: 2 / 4,
      perClass: [
        { class: 0, images: 2, flipRate: 1 / 2 },
        { class: 1, images: 3, flipRate: 2 / 3 },
        { class: 2, images: 0, flipRate: null },
      ],
    });
  });

  it("have the median radius of what is certified alone", () => {
    const abstained = { class: null, radius: 0 };
    const images = [abstained, { class: 1, radius: 0.4 }, abstained, { class: 0, radius: 0.2 }, abstained];
    expect(medianRadius(images)).toBe(0.4);
    expect(medianRadius([abstained])).toBe(null);
  });

  it("have a curve that falls from what is certified at all to the largest radius", () => {
    const images = [
      { class: 0, radius: 0.4, right: true },
      { class: 1, radius: 0.2, right: false },
      { class: null, radius: 0, right: false },
      { class: 1, radius: 0.1, right: null },
    ];
    const curve = radiusCurve(images);
    expect(curve[0]).toEqual({ radius: 0, certified: 3 / 4, accuracy: 1 / 3 });
    expect(curve.at(-1)).toEqual({ radius: 0.4, certified: 1 / 4, accuracy: 1 / 3 });
    expect(radiusCurve([images[2]!])).toEqual([{ radius: 0, certified: 0, accuracy: 0 }]);
  });
});
