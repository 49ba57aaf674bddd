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
