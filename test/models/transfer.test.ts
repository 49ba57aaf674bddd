/** Classifiers that begin with what another model learned. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, ModelFileError } from "../../src/errors.js";
import {
  buildNetwork,
  ImageClassifier,
  ImageClusterer,
  readPretrained,
  saveModule,
} from "../../src/models/index.js";
import type { StateDict } from "../../src/nn/index.js";
import { Random } from "../../src/random/philox.js";
import { temporaryFolder } from "../io/fixture.js";

/** Images with a bright row or column, whose place is the class. */
function bars(count: number, vertical: boolean, side = 8) {
  const random = new Random(vertical ? 1 : 2, 0);
  const pixels = new Uint8Array(count * side * side);
  const labels = Uint32Array.from({ length: count }, (_, image) => image % 3);
  for (let i = 0; i < pixels.length; i++) {
    const [y, x] = [Math.floor(i / side) % side, i % side];
    const place = 1 + 2 * labels[Math.floor(i / side ** 2)]!;
    pixels[i] = 255 * ((vertical ? x : y) === place ? 1 : 0.2 * random.uniform());
  }
  return { images: { count, height: side, width: side, channels: 1, pixels }, labels };
}

const [before, after] = [bars(60, false), bars(60, true)];
const trunkOf = (state: StateDict, head: string) =>
  Object.fromEntries([...state].filter(([name]) => !name.startsWith(`${head}.`)));

describe("transfer [native]", () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice("native");
  });
  afterAll(() => device.close());

  async function fitted(path: string, options: object) {
    const classifier = await ImageClassifier.fromPretrained(path, { epochs: 3, ...options }, device);
    await classifier.fit(after.images, after.labels);
    const state = await classifier.network.stateDict();
    return { classifier, state };
  }

  it("a classifier: its network, preprocessing and scale; frozen layers keep their values", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    const options = { network: "cnnRnn", networkOptions: { hidden: 8 }, preprocess: "invert", epochs: 1 };
    const first = new ImageClassifier(options, device);
    await first.fit(before.images, before.labels);
    await first.save(path);
    const learned = await first.network.stateDict();
    const { classifier, state } = await fitted(path, { freeze: "all" });
    const { network, networkOptions, preprocess, normalization } = classifier.config;
    expect({ network, networkOptions, preprocess }).toEqual({
      network: first.config.network,
      networkOptions: first.config.networkOptions,
      preprocess: first.config.preprocess,
    });
    expect(normalization!.mean).toBeGreaterThan(0);
    expect((await readPretrained(path)).size).toEqual({ height: 8, width: 8, channels: 1 });
    const head = [...state.keys()]
      .filter((name) => state.get(name)!.shape[0] === 3)
      .map((name) => name.split(".")[0]!);
    expect(new Set(head).size).toBe(1);
    expect(trunkOf(state, head[0]!)).toEqual(trunkOf(learned, head[0]!));
    // Other classes: its head began anew.
    expect(state.get(`${head[0]}.weight`)).not.toEqual(learned.get(`${head[0]}.weight`));
    await classifier.close();

    const partly = await fitted(path, { freeze: 1 });
    const names = [...learned.keys()];
    const changed = names.filter(
      (name) => String(partly.state.get(name)!.data) !== String(learned.get(name)!.data),
    );
    // The first layer is a convolution: a weight and a bias. The poolings leave one row, which has no state before it.
    expect(changed).toEqual(names.slice(2).filter((name) => name !== "recurrent.weight_hh_l0"));
    await partly.classifier.close();
    await first.close();
  });

  it("a clusterer: its encoder", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    const small = {
      clusters: 3,
      heads: 2,
      hidden: 8,
      stem: [{ channels: 4, kernel: 3, stride: 1 }],
      epochs: 1,
      batch: 20,
    };
    const clusterer = new ImageClusterer({ ...small, views: "digits" }, device);
    await clusterer.fit(before.images);
    await clusterer.save(path);
    const encoder = Object.fromEntries(
      [...(await clusterer.network.stateDict())].filter(([name]) => name.startsWith("encoder.")),
    );
    const { classifier, state } = await fitted(path, { freeze: "all" });
    expect(classifier.config.network).toBe("stemRnn");
    expect(trunkOf(state, "head")).toEqual(encoder);
    const again = join(temporaryFolder(), "again.safetensors");
    await classifier.save(again);
    const loaded = await ImageClassifier.load(again, device);
    expect(await loaded.predictProba(after.images)).toEqual(await classifier.predictProba(after.images));
    for (const model of [clusterer, classifier, loaded]) await model.close();
  });

  it("a state dict of PyTorch, of the network that is named", async () => {
    const path = join(temporaryFolder(), "resnet18.safetensors");
    const size = { height: 8, width: 8, channels: 1 };
    const network = buildNetwork("resnet18", size, 10, { width: 4 }).to(device, { seed: 5 });
    await saveModule(network, path, { layout: "torch" });
    await expect(ImageClassifier.fromPretrained(path, {}, device)).rejects.toThrow(
      "does not say which network it holds",
    );
    const named = { network: "resnet18", networkOptions: { width: 4 } };
    const { classifier, state } = await fitted(path, { ...named, freeze: "all" });
    expect(trunkOf(state, "fc")).toEqual(trunkOf(await network.stateDict(), "fc"));
    await classifier.close();
    const wrong = await ImageClassifier.fromPretrained(
      path,
      { ...named, networkOptions: { width: 8 } },
      device,
    );
    await expect(wrong.fit(after.images, after.labels)).rejects.toThrow(ModelFileError);
    const many = await ImageClassifier.fromPretrained(path, { ...named, freeze: 1000 }, device);
    await expect(many.fit(after.images, after.labels)).rejects.toThrow(
      "layers before its head: give at most so many",
    );
    for (const model of [wrong, many]) await model.close();
    await expect(ImageClassifier.fromPretrained(path, { freeze: -1 as number }, device)).rejects.toThrow(
      ArgumentError,
    );
    network.release();
  });

  it("from a layer on, the layers before the head at a rate of their own", async () => {
    const path = join(temporaryFolder(), "resnet18.safetensors");
    const size = { height: 8, width: 8, channels: 1 };
    const network = buildNetwork("resnet18", size, 10, { width: 4 }).to(device, { seed: 5 });
    await saveModule(network, path, { layout: "torch" });
    const learned = await network.stateDict();
    network.release();
    const named = { network: "resnet18", networkOptions: { width: 4 } };
    // One step of gradient descent: parameters move by the rate times the gradient.
    const step = {
      ...named,
      optimizer: "sgd",
      epochs: 1,
      batch: 60,
      learningRate: 0.01,
      trainFrom: "layer4",
    };
    const moved = async (options: object) => {
      const { classifier, state } = await fitted(path, { ...step, ...options });
      await classifier.close();
      return state;
    };
    const [even, slow] = [await moved({}), await moved({ trunkLearningRate: 0.001 })];
    const changed = [...learned.keys()].filter(
      (name) => !name.startsWith("fc.") && String(even.get(name)!.data) !== String(learned.get(name)!.data),
    );
    expect(changed.length).toBeGreaterThan(10);
    expect(changed.every((name) => name.startsWith("layer4."))).toBe(true);
    expect(slow.get("fc.weight")).toEqual(even.get("fc.weight"));
    const name = "layer4.1.conv2.weight";
    const start = learned.get(name)!.data;
    for (const [i, value] of even.get(name)!.data.entries()) {
      const far = value - start[i]!;
      const near = slow.get(name)!.data[i]! - start[i]!;
      // Differences of float32 numbers below 1.
      expect(Math.abs(far / 10 - near)).toBeLessThan(2e-7);
    }
    const wrong = await ImageClassifier.fromPretrained(path, { ...named, trainFrom: "layer9" }, device);
    await expect(wrong.fit(after.images, after.labels)).rejects.toThrow(
      /trainFrom is layer9, and the network has no such layer before its head: give one of conv1, bn1, layer1, layer2/,
    );
    await wrong.close();
    await expect(
      ImageClassifier.fromPretrained(path, { ...named, trainFrom: "layer3", freeze: 2 }, device),
    ).rejects.toThrow(/both say which layers keep their values/);
  });

  it("goes on from a checkpoint with the bits of a training in one go", async () => {
    const folder = temporaryFolder();
    const [path, checkpoint] = [join(folder, "model.safetensors"), join(folder, "checkpoint.safetensors")];
    const first = new ImageClassifier(
      { network: "rowLstm", networkOptions: { hidden: 8 }, epochs: 1 },
      device,
    );
    await first.fit(before.images, before.labels);
    await first.save(path);
    const whole = await fitted(path, { epochs: 4 });
    const stop = new AbortController();
    const interrupted = await ImageClassifier.fromPretrained(path, { epochs: 4 }, device);
    const onProgress = ({ epoch }: { epoch: number }) => epoch >= 2 && stop.abort();
    const result = await interrupted.fit(after.images, after.labels, {
      checkpoint,
      signal: stop.signal,
      onProgress,
    });
    expect(result.finished).toBe(false);
    const resumed = await ImageClassifier.fromPretrained(path, { epochs: 4 }, device);
    await resumed.fit(after.images, after.labels, { resume: checkpoint });
    expect(await resumed.network.stateDict()).toEqual(whole.state);
    for (const model of [first, interrupted, resumed, whole.classifier]) await model.close();
  });
});
