/** The classifier: it learns, resumes with the same bits, loads, and refuses what it cannot learn from. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { stratifiedSplit } from "../../src/models/classifier/labels.js";
import {
  ImageClassifier,
  type ImageClassifierOptions,
  ImageClusterer,
  type Images,
  loadModel,
} from "../../src/models/index.js";
import { bestWeights, earlyStopping } from "../../src/train/index.js";
import { testDevices } from "../support/devices.js";

const { train, test } = await loadMnist();
const digits = take(train, 600);
const labels = digits.labels!;
const held = take(test, 200);
const folder = mkdtempSync(join(tmpdir(), "skein-classifier-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const small: ImageClassifierOptions = {
  network: "rowLstm",
  networkOptions: { hidden: 32 },
  epochs: 3,
  batch: 50,
  learningRate: 1e-2,
  seed: 1,
};

for (const { kind, skip, open } of testDevices) {
  describe.skipIf(skip)(`classifier [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    let live = 0;
    beforeAll(async () => {
      device = await open();
    });
    beforeEach(() => {
      live = device.memory.liveBuffers;
    });
    afterEach(() => expect(device.memory.liveBuffers, "buffers left behind").toBe(live));
    afterAll(() => device?.close());

    it("learns, evaluates, saves and loads", async () => {
      const path = join(folder, `${kind}.safetensors`);
      const classifier = new ImageClassifier({ ...small, epochs: 6, validationSplit: 0.1 }, device);
      const names = [..."0123456789"].map((digit) => `digit ${digit}`);
      const { finished, history } = await classifier.fit(digits, labels, { labelNames: names });
      expect(finished).toBe(true);
      expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss / 2);
      expect(history.at(-1)!.metrics.valAccuracy).toBeGreaterThan(0.5);
      const { accuracy, loss, report, predicted } = await classifier.evaluate(held, held.labels!);
      expect(accuracy).toBeGreaterThan(0.6);
      expect(loss).toBeLessThan(1.5);
      expect(report.classes).toHaveLength(10);
      await classifier.save(path);
      const features = await classifier.transform(held);
      expect(features.columns).toBe(32);
      await classifier.close();
      const loaded = await loadModel(path, device);
      expect(loaded).toBeInstanceOf(ImageClassifier);
      expect(await loaded.predict(held)).toEqual(predicted);
      expect(await loaded.transform(held)).toEqual(features);
      expect((loaded as ImageClassifier).labelNames).toEqual(names);
      await loaded.close();
      await expect(ImageClusterer.load(path, device)).rejects.toThrow(
        "a model of kind image-classifier, expected image-clusterer",
      );
    });

    const options: ImageClassifierOptions = {
      ...small,
      networkOptions: { hidden: 12 },
      validationSplit: 0.2,
      augmentation: {},
      schedule: "cosine",
      optimizer: "adamw",
      weightDecay: 0.01,
      weightAverage: 0.9,
    };
    /** Trains, from the start to the end or with a stop after a step; what it led to. */
    async function run(at?: number) {
      const checkpoint = join(folder, `${kind}-${at}.checkpoint`);
      const stop = new AbortController();
      let classifier = new ImageClassifier(options, device);
      const best = () => bestWeights({ monitor: "valAccuracy" });
      // Every look at the losses is a chance to stop; the step where it does not matter.
      const callbacks = [best(), { onReport: (step: number) => step >= (at ?? Infinity) && stop.abort() }];
      const first = await classifier.fit(digits, labels, { checkpoint, signal: stop.signal, callbacks });
      if (!first.finished) {
        // The averages are the model: of the classifier, and of the checkpoint.
        const stopped = await classifier.predictProba(held);
        await classifier.close();
        const loaded = await ImageClassifier.load(checkpoint, device);
        expect(await loaded.predictProba(held)).toEqual(stopped);
        await loaded.close();
        classifier = new ImageClassifier(options, device);
        await classifier.fit(digits, labels, { checkpoint, resume: checkpoint, callbacks: [best()] });
      }
      const logs = classifier.history.map(({ seconds: _, ...log }) => log);
      const state = await classifier.network.stateDict();
      await classifier.close();
      return { state, logs };
    }
    let whole: ReturnType<typeof run> | undefined;

    it.each([3, 12, 20, 30])("interrupted after step %i ends with the same bits", async (at) => {
      whole ??= run();
      const wanted = await whole;
      expect(await run(at)).toEqual(wanted);
    });
  });
}

describe("classifier", () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice("native");
  });
  afterAll(() => device?.close());
  const learn = async (
    options: ImageClassifierOptions,
    given: ArrayLike<number>,
    images: Images = digits,
    more: object = {},
  ) => {
    const classifier = new ImageClassifier({ ...small, ...options }, device);
    return classifier.fit(images, given, more).finally(() => classifier.close());
  };

  it("keeps labels that are not 0, 1, 2, ...", async () => {
    const sparse = Int32Array.from(labels, (label) => (label < 5 ? 3 : 70));
    const classifier = new ImageClassifier({ ...small, classWeights: "balanced" }, device);
    await classifier.fit(digits, sparse);
    expect(classifier.labels).toEqual([3, 70]);
    expect(new Set(await classifier.predict(held))).toEqual(new Set([3, 70]));
    await expect(classifier.evaluate(held, held.labels!)).rejects.toThrow(
      "is none of the 2 classes that the model knows",
    );
    await classifier.close();
  });

  it("ends where a callback says so", async () => {
    const constant = { ...small, epochs: 30, learningRate: 1e-12 };
    const { finished, history } = await learn(constant, labels, digits, {
      validation: { images: held, labels: held.labels! },
      callbacks: [earlyStopping({ monitor: "valAccuracy", patience: 2 })],
    });
    expect(finished).toBe(true);
    expect(history).toHaveLength(3);
    await expect(
      learn({}, labels, digits, { callbacks: [earlyStopping({ monitor: "valF1" })] }),
    ).rejects.toThrow("there is no metric valF1: use one of loss, accuracy");
  });

  it("parts each class by the same share, at least one image in either part", () => {
    const indices = Uint32Array.from({ length: 103 }, (_, i) => (i < 100 ? 0 : 1));
    const { train: kept, validation } = stratifiedSplit(
      { labels: [0, 1], indices, counts: [100, 3] },
      0.2,
      7,
    );
    expect(validation.filter((i) => i < 100)).toHaveLength(20);
    expect(validation.filter((i) => i >= 100)).toHaveLength(1);
    expect([...kept, ...validation].sort((a, b) => a - b)).toEqual([...indices.keys()]);
  });

  const refused: [string, ImageClassifierOptions, ArrayLike<number>, string][] = [
    [
      "one class only",
      {},
      new Int32Array(600),
      "600 images of one class only (0): give images of two classes or more",
    ],
    [
      "a class with one image",
      {},
      [...labels.slice(1), 77],
      "class 77 has a single image: give it two or more",
    ],
    ["a label that is no whole number", {}, [0.5, ...labels.slice(1)], "label 0.5 of image 0 is no class"],
    ["a negative label", {}, [-1, ...labels.slice(1)], "label -1 of image 0 is no class"],
    [
      "a label that is not a number",
      {},
      [Number.NaN, ...labels.slice(1)],
      "label NaN of image 0 is no class",
    ],
    ["too few labels", {}, labels.slice(1), "599 labels for 600 images: give one for each"],
    ["an unknown network", { network: "perceptron" }, labels, "perceptron"],
    [
      "a network without classes",
      { network: "sequenceAutoencoder" },
      labels,
      "sequenceAutoencoder has no classes",
    ],
    ["an unknown option of the network", { networkOptions: { depth: 3 } }, labels, "depth"],
  ];
  it.each(refused)("refuses %s", async (_, options, given, message) => {
    await expect(learn(options, given)).rejects.toThrow(message);
  });
  it.each([
    [{ validationSplit: 0 }, "validationSplit is 0: give a number between 0 and 1"],
    [{ validationSplit: 1 }, "validationSplit is 1: give a number between 0 and 1"],
    [{ optimizer: "lion" }, 'optimizer is "lion": give one of adam'],
    [{ schedule: "steps" }, "schedule"],
    [{ weightAverage: 1 }, "weightAverage is 1: give a number from 0 to below 1; or null for no average"],
  ])("refuses %j", (options, message) => {
    expect(() => new ImageClassifier(options as never)).toThrow(message);
  });
});
