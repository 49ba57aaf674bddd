/** Model files and checkpoints: what is refused, and that an interrupted run ends with the same bits. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../../src/io/safetensors.js";
import {
  ImageClusterer,
  type ImageClustererOptions,
  type Images,
  loadModel,
} from "../../src/models/index.js";
import { Adam } from "../../src/optim/index.js";
import { testDevices } from "../support/devices.js";
import { digits, head, tiny } from "../support/tiny_model.js";

const folder = mkdtempSync(join(tmpdir(), "skein-model-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let device: Device;
let live = 0;
beforeAll(async () => {
  device = await openDevice("native");
});
beforeEach(() => {
  live = device.memory.liveBuffers;
});
afterEach(() => expect(device.memory.liveBuffers, "buffers left behind").toBe(live));
afterAll(() => device?.close());

describe("checkpoints and model files", () => {
  const path = join(folder, "any.checkpoint");
  beforeAll(async () => {
    const clusterer = new ImageClusterer(tiny, device);
    await clusterer.fit(digits, { checkpoint: path });
    await clusterer.close();
  });

  async function altered(
    name: string,
    change: (tensors: Map<string, StoredTensor>, metadata: Record<string, string>) => void,
  ): Promise<string> {
    const { tensors, metadata } = await readSafetensors(path);
    change(tensors, metadata);
    const to = join(folder, name);
    await writeSafetensors(to, tensors, metadata);
    return to;
  }
  const reconfigured =
    (change: Record<string, unknown>) => (_: unknown, metadata: Record<string, string>) => {
      metadata.config = JSON.stringify({ ...JSON.parse(metadata.config!), ...change });
    };

  const entry = (key: string, value: string) => (_: unknown, metadata: Record<string, string>) => {
    metadata[key] = value;
  };

  it("a checkpoint is a model, too", async () => {
    const loaded = await ImageClusterer.load(path, device);
    expect(await loaded.predict(digits)).toHaveLength(200);
    await loaded.close();
  });

  const refused: [string, Parameters<typeof altered>[1], string][] = [
    [
      "a configuration that asks for more memory than the file has",
      reconfigured({ hidden: 8192, layers: 16 }),
      "encoder.recurrent.weight_ih_l0 is [24, 28], expected [24576, 28]",
    ],
    [
      "an image as wide as a continent",
      entry("image", JSON.stringify({ height: 28, width: 2 ** 50, channels: 1 })),
      "the state dict does not fit the model",
    ],
    [
      "a setting out of its range",
      reconfigured({ clusters: 1 }),
      "clusters is 1: give a whole number from 2",
    ],
    ["a setting unknown here", reconfigured({ attention: 4 }), "attention is unknown"],
    [
      "cells that do not fill the map",
      reconfigured({ sequence: { kind: "cells", size: 5, order: "raster" } }),
      "cells of 5 do not fill a map of 7 x 7",
    ],
    ["no such head", entry("details", '{"selectedHead":2}'), "model.selectedHead is 2: give"],
    ["no head at all", entry("details", ""), "its details cannot be read"],
    ["a newer format", entry("version", "3"), "model format 3, this version of skein reads up to 2"],
    [
      "a kind unknown here",
      entry("kind", "oracle"),
      "a model of kind oracle, this version of skein knows encoded-classifier, image-",
    ],
    ["another program's file", entry("format", "pt"), "not a model of skein"],
    ["a missing tensor", (tensors) => void tensors.delete("heads.bias"), "missing heads.bias"],
    [
      "doubles beyond float32",
      (tensors) =>
        void tensors.set("heads.bias", { dtype: "F64", shape: [20], data: new Float64Array(20).fill(1e39) }),
      "values beyond float32's range in heads.bias",
    ],
  ];
  it.each(refused)("load refuses %s", async (title, change, message) => {
    const file = await altered(`${title.replaceAll(" ", "-")}.safetensors`, change);
    const rejected = expect(ImageClusterer.load(file, device)).rejects;
    await rejected.toThrow(message);
    await expect(ImageClusterer.load(file, device)).rejects.toMatchObject({ name: "ModelFileError" });
    await expect(ImageClusterer.load(file, device)).rejects.toThrow(file);
  });

  it("load takes doubles that float32 holds", async () => {
    const data = Float64Array.from({ length: 20 }, (_, i) => i / 4);
    const file = await altered("doubles.safetensors", (tensors) => {
      tensors.set("heads.bias", { dtype: "F64", shape: [20], data });
    });
    const clusterer = await ImageClusterer.load(file, device);
    const state = await clusterer.network.stateDict();
    await clusterer.close();
    expect([...state.get("heads.bias")!.data]).toEqual([...data]);
  });

  it("load opens no device where the file is refused", async () => {
    const file = await altered("leak.safetensors", (tensors) => void tensors.delete("heads.bias"));
    const closed: Device[] = [];
    const { close } = Device.prototype;
    Device.prototype.close = function (this: Device) {
      closed.push(this);
      close.call(this);
    };
    try {
      await expect(ImageClusterer.load(file, "native")).rejects.toThrow("missing heads.bias");
    } finally {
      Device.prototype.close = close;
    }
    expect(closed).toHaveLength(0);
  });

  async function resume(options: ImageClustererOptions, images: Images, from: string): Promise<void> {
    const clusterer = new ImageClusterer({ ...tiny, ...options }, device);
    await clusterer.fit(images, { resume: from }).finally(() => clusterer.close());
  }
  it("resume refuses other settings, and says which", async () => {
    await expect(resume({ seed: 5, epochs: 9 }, digits, path)).rejects.toThrow(
      "was written with other settings (epochs, seed): resume with the same, or start again",
    );
  });
  it("resume refuses other images", async () => {
    const pixels = Uint8Array.from(digits.pixels);
    pixels[pixels.length - 1]! ^= 1;
    await expect(resume({}, { ...head(digits, 200), pixels }, path)).rejects.toThrow("with other images");
    await expect(resume({}, head(digits, 199), path)).rejects.toThrow("with other images");
  });
  it("resume refuses a finished model", async () => {
    const file = await altered("model.safetensors", (_, metadata) => void delete metadata.training);
    await expect(resume({}, digits, file)).rejects.toThrow("a finished model, not a checkpoint");
  });
  it.each([
    [
      "moments of another model",
      (tensors: Map<string, StoredTensor>) => {
        tensors.set("optimizer.exp_avg.heads.bias", { dtype: "F32", shape: [3], data: new Float32Array(3) });
      },
      "the optimizer's exp_avg of heads.bias has 3 values, this model takes 20",
    ],
    [
      "losses of another number of heads",
      (_: unknown, metadata: Record<string, string>) => {
        const training = JSON.parse(metadata.training!);
        metadata.training = JSON.stringify({ ...training, task: { ...training.task, running: [0] } });
      },
      "its training state cannot be read",
    ],
  ])("resume refuses %s", async (title, change, message) => {
    const file = await altered(`${title.replaceAll(" ", "-")}.checkpoint`, change);
    await expect(resume({}, digits, file)).rejects.toThrow(message);
  });

  it("a parameter that is not a number is not saved over a good checkpoint", async () => {
    const good = readFileSync(path);
    // Running statistics do not enter a training loss: nothing else would notice.
    const key = "encoder.stem.0.norm.running_mean";
    const file = await altered("nan.checkpoint", (tensors, metadata) => {
      (tensors.get(key)!.data as Float32Array)[0] = Number.NaN;
      const training = JSON.parse(metadata.training!);
      metadata.training = JSON.stringify({ ...training, step: 10 });
    });
    const clusterer = new ImageClusterer(tiny, device);
    await expect(clusterer.fit(digits, { resume: file, checkpoint: path })).rejects.toThrow(
      `${key} is not a finite number after step 20: train again with a lower learningRate`,
    );
    await clusterer.close();
    expect(readFileSync(path).equals(good)).toBe(true);
  });
});

describe.each(testDevices)("interrupted [$kind]", ({ kind, skip, open }) => {
  const options = { ...tiny, headRestarts: { every: 4, margin: 0.001 } };
  const few = head(digits, 180);
  let own: Device;

  /** Trains, from the start to the end or with a stop after a step; what it led to. */
  async function run(at?: number) {
    const checkpoint = join(folder, `${kind}-${at}.checkpoint`);
    const stop = new AbortController();
    let clusterer = new ImageClusterer(options, own);
    // The optimizer is asked once a step; losses are read for several steps at a time.
    let steps = 0;
    const { step } = Adam.prototype;
    const counted = vi.spyOn(Adam.prototype, "step").mockImplementation(function (this: Adam, rate) {
      step.call(this, rate);
      if (++steps === at) stop.abort();
    });
    const { finished } = await clusterer.fit(few, { checkpoint, signal: stop.signal });
    counted.mockRestore();
    expect(finished).toBe(at === undefined);
    if (!finished) {
      expect(JSON.parse((await readSafetensors(checkpoint)).metadata.training!).step).toBe(at);
      await clusterer.close();
      clusterer = new ImageClusterer(options, own);
      expect((await clusterer.fit(few, { checkpoint, resume: checkpoint })).finished).toBe(true);
    }
    const { restarts, lossHistory } = clusterer;
    const logs = clusterer.history.map(({ seconds: _, ...log }) => log);
    const probabilities = await clusterer.predictProba(few);
    await clusterer.close();
    return { restarts, lossHistory, logs, probabilities };
  }

  let whole: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    if (skip) return;
    own = await open();
    whole = await run();
    expect(whole.restarts.length).toBeGreaterThan(0);
  });
  afterAll(() => own?.close());

  it.skipIf(skip).each([1, 6, 8, 9, 10, 11, 12, 17])(
    `after step %i: the same bits as in one go [${kind}]`,
    async (at) => {
      expect(await run(at)).toEqual(whole);
    },
  );
});

describe("a file of version 0.1", () => {
  // Written by skein 0.1 (commit 9e88d3a), with its predictions:
  //   new ImageClusterer({ clusters: 3, stem: [{ channels: 3, kernel: 3, stride: 2 }], cell: "lstm", hidden: 4,
  //     heads: 2, batch: 8, epochs: 3, layers: 2, seed: 5 }, "native")
  const file = fileURLToPath(new URL("fixtures/version1.safetensors", import.meta.url));
  const want = JSON.parse(readFileSync(new URL("fixtures/version1.json", import.meta.url), "utf8"));
  const pixels = Uint8Array.from({ length: 24 * 12 * 10 }, (_, i) => (i * 7919 + ((i * i) % 251)) % 256);

  it("loads and predicts the same", async () => {
    const model = await loadModel(file, device);
    expect(model).toBeInstanceOf(ImageClusterer);
    expect((model as ImageClusterer).selectedHead).toBe(want.selectedHead);
    const { data } = await model.predictProba({ count: 24, height: 12, width: 10, channels: 1, pixels });
    want.probabilities.forEach((probability: number, i: number) => {
      expect(data[i]).toBeCloseTo(probability, 5);
    });
    await model.close();
  });

  it("is refused as a checkpoint to go on from", async () => {
    const clusterer = new ImageClusterer(tiny, device);
    await expect(clusterer.fit(digits, { resume: file })).rejects.toThrow(
      "a finished model, not a checkpoint",
    );
    await clusterer.close();
  });
});
