/** Training: the same numbers on both devices, the same bits for a seed, and interrupted runs. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import type { Device } from "../../src/device/index.js";
import { readSafetensors, writeSafetensors } from "../../src/io/safetensors.js";
import { ImageClusterer, type ImageClustererOptions, type Images } from "../../src/models/index.js";
import { noWebGpu, onEachDevice, testDevices } from "../support/devices.js";

const digits = take((await loadMnist()).train, 500);
const folder = mkdtempSync(join(tmpdir(), "skein-training-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Small enough for a software adapter, with every part of the default in it. */
const small: ImageClustererOptions = {
  stem: [
    { channels: 8, kernel: 5, stride: 2 },
    { channels: 16, kernel: 3, stride: 2 },
  ],
  hidden: 24,
  heads: 3,
  batch: 50,
  epochs: 2,
  seed: 3,
};

async function losses(device: Device, options: ImageClustererOptions): Promise<number[][]> {
  const seen: number[][] = [];
  const clusterer = new ImageClusterer(options, device);
  await clusterer.fit(digits, { onLosses: (_, values) => seen.push([...values]) });
  await clusterer.close();
  return seen;
}

describe.skipIf(noWebGpu)("first 20 steps [webgpu]", () => {
  it.each(["gru", "lstm", "rnn"] as const)(
    "%s: the losses agree with the native device's to 1e-3",
    async (cell) => {
      const options = { ...small, cell, epochs: 2, headRestarts: { every: 0 } };
      const runs: number[][][] = [];
      for (const { open } of testDevices) {
        const device = await open();
        runs.push((await losses(device, options)).slice(0, 20));
        device.close();
      }
      const [native, webgpu] = runs;
      expect(native).toHaveLength(20);
      native!.forEach((step, i) => {
        step.forEach((loss, head) => {
          expect(Math.abs(webgpu![i]![head]! - loss), `step ${i + 1}, head ${head}`).toBeLessThan(
            1e-3 * Math.abs(loss),
          );
        });
      });
    },
  );
});

onEachDevice("training", (device, kind) => {
  const some = take(digits, 400);
  const options: ImageClustererOptions = { ...small, headRestarts: { every: 5, margin: 0.001 } };

  async function train(name: string, interruptAfter?: number): Promise<Buffer> {
    const model = join(folder, `${kind}-${name}.safetensors`);
    const checkpoint = join(folder, `${kind}-${name}.checkpoint`);
    const stop = new AbortController();
    let clusterer = new ImageClusterer(options, device);
    const { finished } = await clusterer.fit(some, {
      checkpoint,
      signal: stop.signal,
      onLosses: (step) => step === interruptAfter && stop.abort(),
    });
    expect(finished).toBe(interruptAfter === undefined);
    if (!finished) {
      await clusterer.close();
      clusterer = new ImageClusterer(options, device);
      expect((await clusterer.fit(some, { checkpoint, resume: checkpoint })).finished).toBe(true);
    }
    expect(
      clusterer.restarts.length,
      "no head restarted: the case tests less than it should",
    ).toBeGreaterThan(0);
    await clusterer.save(model);
    await clusterer.close();
    return readFileSync(model);
  }

  it("gives the same bits for the same seed, interrupted or not", async () => {
    const live = device.memory.liveBuffers;
    const first = await train("first");
    expect((await train("second")).equals(first), "a second run differs").toBe(true);
    expect((await train("interrupted", 7)).equals(first), "a resumed run differs").toBe(true);
    expect(device.memory.liveBuffers, "buffers left behind").toBe(live);
  });

  it("predicts the same after saving and loading", async () => {
    const path = join(folder, `${kind}-model.safetensors`);
    const few = take(digits, 300);
    const clusterer = new ImageClusterer({ ...small, epochs: 1 }, device);
    await clusterer.fit(few);
    const [labels, features] = [await clusterer.predict(few), await clusterer.transform(few)];
    await clusterer.save(path);
    await clusterer.close();
    const loaded = await ImageClusterer.load(path, device);
    expect(await loaded.predict(few)).toEqual(labels);
    expect(await loaded.transform(few)).toEqual(features);
    expect(features.columns).toBe(48);
    const { data, rows, columns } = await loaded.predictProba(few);
    for (let row = 0; row < rows; row++) {
      const total = data.subarray(row * columns, (row + 1) * columns).reduce((sum, p) => sum + p, 0);
      expect(total).toBeCloseTo(1, 4);
    }
    await loaded.close();
  });
});

describe("what fit refuses", () => {
  const fitSmall = (options: ImageClustererOptions, images: Images) => {
    const clusterer = new ImageClusterer({ ...small, ...options }, "native");
    return clusterer.fit(images).finally(() => clusterer.close());
  };
  it("fewer images than clusters", async () => {
    await expect(fitSmall({ clusters: 30 }, take(digits, 20))).rejects.toThrow(
      "20 images cannot be sorted into 30 classes: give more images, or fewer clusters",
    );
  });
  it("fewer images that differ than clusters", async () => {
    const { pixels } = take(digits, 3);
    const repeated = {
      ...take(digits, 45),
      pixels: Uint8Array.from({ length: 45 * 784 }, (_, i) => pixels[i % (3 * 784)]!),
    };
    await expect(fitSmall({ clusters: 4 }, repeated as Images)).rejects.toThrow(
      "only 3 of 45 images differ, which cannot be sorted into 4 classes: give more images, or fewer clusters",
    );
  });
  it("images that are all the same", async () => {
    const same = { ...take(digits, 50), pixels: new Uint8Array(50 * 784).fill(7) } as Images;
    await expect(fitSmall({}, same)).rejects.toThrow("all 50 images are the same");
  });
  it("a loss that is not a number: the step is named and the checkpoint stays", async () => {
    const checkpoint = join(folder, "nan.checkpoint");
    const stop = new AbortController();
    const started = new ImageClusterer(small, "native");
    await started.fit(digits, {
      checkpoint,
      signal: stop.signal,
      onLosses: (step) => step === 10 && stop.abort(),
    });
    await started.close();
    const { tensors, metadata } = await readSafetensors(checkpoint);
    (tensors.get("heads.bias")!.data as Float32Array)[0] = Number.NaN;
    await writeSafetensors(checkpoint, tensors, metadata);
    const before = readFileSync(checkpoint);
    const resumed = new ImageClusterer(small, "native");
    await expect(resumed.fit(digits, { checkpoint, resume: checkpoint })).rejects.toThrow(
      "the loss is not a finite number at step 11",
    );
    await resumed.close();
    expect(readFileSync(checkpoint).equals(before)).toBe(true);
  });
  it.each([
    [{ clusters: 0 }, "clusters"],
    [{ clusters: 1 }, "clusters"],
    [{ hidden: 2.5 }, "hidden"],
    [{ cell: "transformer" }, "cell"],
    [{ unknown: 1 }, "unknown"],
    [{ augmentation: { rotation: 500 } }, "augmentation.rotation"],
  ])("%j", (options, field) => {
    expect(() => new ImageClusterer(options as never)).toThrow(field);
  });
});
