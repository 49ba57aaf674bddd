/** Models preprocess images: in training and in prediction alike, from a file, too. */
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createImageSet, take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import { openDevice } from "../../src/device/node/index.js";
import { DataError } from "../../src/errors.js";
import { readSafetensors, writeSafetensors } from "../../src/io/safetensors.js";
import {
  ImageClassifier,
  ImageClusterer,
  ImageSorter,
  loadModel,
  type Matrix,
  Pipeline,
  pipelineByName,
} from "../../src/models/index.js";
import { preprocess } from "../../src/preprocess/index.js";
import { temporaryFolder } from "../cli/skein.js";
import { tiny } from "../support/tiny_model.js";

process.env.SKEIN_THREADS = "1";
const folder = temporaryFolder();
const device = await openDevice("native");
afterAll(() => {
  device.close();
  folder.remove();
});

const grey = take((await loadMnist()).train, 120);
/** Digits in colour: what the steps get is not what the networks read. */
const digits = createImageSet({
  ...grey,
  channels: 3,
  pixels: Uint8Array.from({ length: 3 * grey.pixels.length }, (_, i) => grey.pixels[Math.floor(i / 3)]!),
});
const steps = "grey,gaussian-blur(sigma=1),resize(size=14,method=area)";
const seen = await preprocess(digits, steps);
const stored = ["grey", "gaussian-blur", "resize"];

interface Kind {
  learned(
    steps: string | [],
    images: typeof digits,
  ): Promise<{
    save(path: string): Promise<void>;
    predictProba(images: typeof digits): Promise<Matrix>;
    close(): Promise<void>;
    readonly config: object;
    readonly imageSize: object;
  }>;
}

const kinds: Record<string, Kind> = {
  ImageClassifier: {
    async learned(preprocess, images) {
      const model = new ImageClassifier({ network: "rowLstm", epochs: 1, preprocess }, device);
      await model.fit(images, images.labels!);
      return model;
    },
  },
  ImageClusterer: {
    async learned(preprocess, images) {
      const model = new ImageClusterer({ ...tiny, epochs: 1, preprocess }, device);
      await model.fit(images);
      return model;
    },
  },
  Pipeline: {
    async learned(preprocess, images) {
      const given = { features: ["hog"], method: "ward", clusters: 4, preprocess };
      return await pipelineByName(given, device).fit(images);
    },
  },
};

describe.each(Object.entries(kinds))("%s [native]", (name, { learned }) => {
  it("learns what it learns from images that were preprocessed, and its file repeats the steps", async () => {
    const model = await learned(steps, digits);
    const plain = await learned([], seen as typeof digits);
    const answers = await model.predictProba(digits);
    expect(answers).toEqual(await plain.predictProba(seen as typeof digits));
    expect(model.imageSize).toMatchObject({ height: 28, width: 28, channels: 3 });
    expect((model.config as { preprocess: { step: string }[] }).preprocess.map(({ step }) => step)).toEqual(
      stored,
    );

    const path = join(folder.path, `${name}.safetensors`);
    await model.save(path);
    const loaded = await loadModel(path, device);
    expect(loaded.imageSize).toMatchObject({ height: 28, width: 28, channels: 3 });
    expect(await loaded.predictProba(digits)).toEqual(answers);
    await expect(loaded.predictProba(seen as typeof digits)).rejects.toThrow(DataError);
    await Promise.all([model.close(), plain.close(), loaded.close()]);
  });

  it("opens files from before there was preprocessing", async () => {
    const model = await learned([], digits);
    const path = join(folder.path, `${name}-old.safetensors`);
    await model.save(path);
    const { tensors, metadata } = await readSafetensors(path);
    const { preprocess: none, ...config } = JSON.parse(metadata.config!);
    expect(none).toEqual([]);
    await writeSafetensors(path, tensors, { ...metadata, config: JSON.stringify(config) });
    const loaded = await loadModel(path, device);
    expect(await loaded.predictProba(digits)).toEqual(await model.predictProba(digits));
    await Promise.all([model.close(), loaded.close()]);
  });

  it("refuses unknown steps, those that drop images, and images that a step does not take", async () => {
    await expect(learned("blurr", digits)).rejects.toThrow("blurr is no known preprocessing step");
    await expect(learned("drop-outliers", digits)).rejects.toThrow(
      "drop-outliers leaves out images, and a model answers for each: call preprocess() on the images before instead",
    );
    await expect(learned("otsu", digits)).rejects.toThrow("otsu takes grey images, these have 3 channels");
  });
});

it("ImageSorter keeps a model that preprocesses [native]", async () => {
  const sorter = new ImageSorter({ clusters: 3, minutes: 0.001, preprocess: steps }, device);
  const { model, clusters, network } = await sorter.fit(take(digits, 60));
  expect(network!.plan.epochs).toBe(0);
  expect(model.imageSize).toMatchObject({ height: 28, width: 28, channels: 3 });
  const { rows } = await model.transform(digits);
  expect(rows).toBe(120);
  const plain = new ImageSorter({ clusters: 3, minutes: 0.001 }, device);
  expect((await plain.fit(createImageSet(take(seen as typeof digits, 60)))).clusters).toEqual(clusters);
  await Promise.all([sorter.close(), plain.close()]);
});

it("a pipeline refuses to preprocess tensors [native]", async () => {
  const pipeline = await pipelineByName(
    { features: ["hog"], method: "ward", clusters: 4, preprocess: steps },
    device,
  );
  expect(pipeline).toBeInstanceOf(Pipeline);
  const { tensor } = await import("../../src/tensor/index.js");
  using x = tensor(device, new Float32Array(8), [2, 4]);
  await expect(pipeline.fit(x)).rejects.toThrow(
    "Pipeline.fit: a tensor cannot be preprocessed: give images as bytes",
  );
  await pipeline.close();
});
