/** What a user may get wrong, and the sentence that says so with the remedy. The command line's are in test/cli. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { SkeinError } from "../../src/errors.js";
import {
  type CompileOptions,
  ImageClassifier,
  loadModel,
  Model,
  type ModelFitOptions,
} from "../../src/models/index.js";
import { writeModelFile } from "../../src/models/model_file.js";
import { Linear, LSTM, Sequential } from "../../src/nn/index.js";
import { summarize } from "../../src/nn/summary.js";
import { digits } from "../support/tiny_model.js";

const folder = mkdtempSync(join(tmpdir(), "skein-bad-input-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let device: Device;
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => device?.close());

const x = { shape: [4, 2], data: new Float32Array(8) };
const y = (...data: number[]) => ({ shape: [data.length], data });
const good = y(0, 1, 0, 1);
const chain = () => new Sequential(new Linear(2, 3), new Linear(4, 2));

async function use(
  network: Sequential,
  work: (model: Model) => unknown,
  options: Partial<CompileOptions> = {},
) {
  const model = new Model(network, { device });
  try {
    model.compile({ loss: "crossEntropy", ...options });
    await work(model);
  } finally {
    await model.close();
  }
}
const compile = (options: Partial<CompileOptions>) =>
  use(new Sequential(new Linear(2, 2)), () => {}, options);
const learn = (target: typeof good, options: ModelFitOptions = {}) =>
  use(new Sequential(new Linear(2, 2)), (model) => model.fit(x, target, options));

/** Trains a classifier on as many images as there are labels. */
async function classify(labels: readonly number[], names: readonly string[] | null = null) {
  const bytes = digits.height * digits.width * digits.channels;
  const images = {
    ...digits,
    count: labels.length,
    pixels: digits.pixels.subarray(0, labels.length * bytes),
  };
  const classifier = new ImageClassifier(
    { network: "rowLstm", networkOptions: { hidden: 4 }, epochs: 1 },
    device,
  );
  try {
    await classifier.fit(images, labels, { labelNames: names });
  } finally {
    await classifier.close();
  }
}

const cases: Record<string, readonly [call: () => Promise<unknown>, sentence: string]> = {
  "one class only": [
    () => classify([1, 1, 1], ["cat", "dog"]),
    "3 images of one class only (dog): give images of two classes or more",
  ],
  "a class with one image": [
    () => classify([0, 0, 1], ["cat", "dog"]),
    "class dog has a single image: give it two or more, or leave it out",
  ],
  "a label that is not whole": [
    () => learn(y(0, 0.5, 0, 1)),
    "y[1] is 0.5: labels are whole numbers from 0 up",
  ],
  "a negative label": [() => learn(y(0, -1, 0, 1)), "y[1] is -1: labels are whole numbers from 0 up"],
  "a label of NaN": [() => learn(y(0, Number.NaN, 0, 1)), "y[1] is NaN: labels are whole numbers from 0 up"],
  "more classes than outputs in training": [
    () => learn(y(0, 1, 7, 1)),
    "crossEntropy: label 7 at row 2, of 2 classes: labels are 0 to 1",
  ],
  "more classes than outputs in evaluation": [
    () => use(new Sequential(new Linear(2, 2)), (model) => model.evaluate(x, y(0, 1, 7, 1))),
    "crossEntropy: label 7 at row 2, of 2 classes: labels are 0 to 1",
  ],
  "a validation split of 0": [
    () => learn(good, { validationSplit: 0 }),
    "fit: validationSplit is 0 of 4 examples: give a share between 0 and 1 that leaves examples on both sides",
  ],
  "a validation split of 1": [
    () => learn(good, { validationSplit: 1 }),
    "fit: validationSplit is 1 of 4 examples: give a share between 0 and 1 that leaves examples on both sides",
  ],
  "an unknown network": [
    async () => {
      const classifier = new ImageClassifier({ network: "perceptron" }, device);
      await classifier.fit(
        digits,
        [...Array(digits.count).keys()].map((i) => i % 2),
      );
    },
    "perceptron is no known network: give rowLstm, biRnn, cnnRnn, alexNet, resnet18,",
  ],
  "an unknown loss": [
    () => compile({ loss: "hinge" }),
    "compile: loss hinge is unknown: use one of crossEntropy, binaryCrossEntropy, meanSquaredError, meanAbsoluteError",
  ],
  "an unknown metric": [
    () => compile({ metrics: ["auc"] }),
    "compile: metric auc is unknown: use one of accuracy, topK, precision, recall, f1",
  ],
  "an unknown optimizer": [
    () => compile({ optimizer: "lion" }),
    "compile: optimizer lion is unknown: use one of adam, adamw, sgd, rmsprop",
  ],
  "shapes that do not chain, in training": [
    () => use(chain(), (model) => model.fit(x, good)),
    "layer 1 (Linear): x is [4, 3]: linear: x is [4, 3], weight is [2, 4]: inner sizes 3 and 4 differ",
  ],
  "shapes that do not chain, in prediction": [
    () => use(chain(), (model) => model.predict(x)),
    "layer 1 (Linear): x is [4, 3]: linear: x is [4, 3], weight is [2, 4]: inner sizes 3 and 4 differ",
  ],
  "shapes that do not chain, in a summary": [
    async () => summarize(chain(), [4, 2]),
    "layer 1 (Linear): x is [4, 3]: linear: x is [4, 3], weight is [2, 4]: inner sizes 3 and 4 differ",
  ],
  "images for a layer of sequences": [
    () => use(new Sequential(new LSTM(2, 4), new Linear(4, 2)), (model) => model.fit(x, good)),
    "layer 0 (LSTM): x is [4, 2]: lstm: x is [4, 2]: give 3 dimensions, [batch, steps, input]",
  ],
  "a state dict of other names and shapes": [
    async () => {
      const other = new Map([
        ["0.weight", { shape: [3, 3], data: new Float32Array(9) }],
        ["0.bais", { shape: [3], data: new Float32Array(3) }],
      ]);
      new Sequential(new Linear(2, 3)).checkStateDict(other);
    },
    "missing 0.bias; unexpected 0.bais; 0.weight is [3, 3], expected [3, 2]: give the state dict of the same architecture",
  ],
  "a model file of a newer kind": [
    async () => {
      const path = join(folder, "newer.safetensors");
      const size = { height: 1, width: 1, channels: 1 };
      const state = new Map([["weight", { shape: [1], data: new Float32Array(1) }]]);
      await writeModelFile(path, { kind: "oracle", config: {}, size, details: null, state });
      await loadModel(path, device);
    },
    "a model of kind oracle, this version of skein knows encoded-classifier, image-classifier, image-clusterer, image-segmenter, pipeline: install a newer one",
  ],
  "a batch of nothing": [
    () => use(new Sequential(new Linear(2, 2)), (model) => model.predict(x, { batchSize: 0 })),
    "Model: batchSize is 0: give a whole number from 1 up",
  ],
};

describe("bad input [native]", () => {
  it.each(Object.entries(cases))("%s", async (_, [call, sentence]) => {
    const live = device.memory.liveBuffers;
    const error = await call().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(SkeinError);
    expect((error as Error).message).toContain(sentence);
    expect(device.memory.liveBuffers, "buffers left behind").toBe(live);
  });
});
