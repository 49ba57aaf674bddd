/** What a caller may do with an ImageClusterer in any order, and what is left behind. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { DeviceError } from "../../src/errors.js";
import { readSafetensors } from "../../src/io/safetensors.js";
import {
  type FitResult,
  ImageClusterer,
  type ImageClustererOptions,
  type Images,
} from "../../src/models/index.js";
import { digits, head, tiny } from "../support/tiny_model.js";

const folder = mkdtempSync(join(tmpdir(), "skein-lifecycle-"));
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

async function withClusterer(
  options: ImageClustererOptions,
  use: (clusterer: ImageClusterer) => Promise<void>,
): Promise<void> {
  const clusterer = new ImageClusterer({ ...tiny, ...options }, device);
  try {
    await use(clusterer);
  } finally {
    await clusterer.close();
  }
}

describe("fit", () => {
  it("a second time learns anew: the same bits, and no memory more", async () => {
    await withClusterer({}, async (clusterer) => {
      await clusterer.fit(digits);
      const first = await clusterer.predictProba(digits);
      const held = device.memory.liveBuffers;
      await clusterer.fit(digits);
      expect(await clusterer.predictProba(digits)).toEqual(first);
      expect(device.memory.liveBuffers).toBe(held);
    });
  });

  it("refuses a second one beside the first", async () => {
    await withClusterer({}, async (clusterer) => {
      const first = clusterer.fit(digits);
      await expect(clusterer.fit(digits)).rejects.toThrow("is being trained: await that first");
      expect((await first).finished).toBe(true);
      expect((await clusterer.fit(digits)).finished).toBe(true);
    });
  });

  it("takes a canvas's clamped bytes, and refuses pixels of other types in one sentence", async () => {
    await withClusterer({}, async (clusterer) => {
      const clamped = { ...digits, pixels: new Uint8ClampedArray(digits.pixels) };
      await clusterer.fit(clamped);
      const classes = await clusterer.predict(clamped);
      expect(await clusterer.predict(digits)).toEqual(classes);
      for (const pixels of [
        Float32Array.from(digits.pixels),
        new Uint16Array(digits.pixels),
        [...digits.pixels],
        null,
      ]) {
        const other = { ...digits, pixels } as unknown as Images;
        const refusal = /^pixels are (a Float32Array|a Uint16Array|an Array|null): give a Uint8Array/;
        await expect(clusterer.fit(other)).rejects.toThrow(refusal);
        await expect(clusterer.predict(other)).rejects.toThrow(refusal);
      }
    });
  });

  it("keeps the range of the samples with the model", async () => {
    await withClusterer({}, async (clusterer) => {
      await clusterer.fit({ ...digits, range: { uint16: [0, 4095] } });
      const path = join(folder, "range.safetensors");
      await clusterer.save(path);
      const loaded = await ImageClusterer.load(path, device);
      expect(loaded.imageSize.range).toEqual({ uint16: [0, 4095] });
      await loaded.close();
    });
  });

  it("keeps the model it had when it fails", async () => {
    await withClusterer({}, async (clusterer) => {
      await clusterer.fit(digits);
      const before = await clusterer.predict(digits);
      const failing = clusterer.fit(digits, {
        onLosses: () => {
          throw new Error("the caller's own");
        },
      });
      await expect(failing).rejects.toThrow("the caller's own");
      expect(await clusterer.predict(digits)).toEqual(before);
    });
  });

  it("a signal before the first step: a checkpoint of it ends with the bits of a run in one go", async () => {
    const checkpoint = join(folder, "zero.checkpoint");
    let whole: unknown;
    await withClusterer({}, async (clusterer) => {
      await clusterer.fit(digits);
      whole = await clusterer.predictProba(digits);
    });
    await withClusterer({}, async (clusterer) => {
      expect((await clusterer.fit(digits, { checkpoint, signal: AbortSignal.abort() })).finished).toBe(false);
      expect((await clusterer.fit(digits, { checkpoint, resume: checkpoint })).finished).toBe(true);
      expect(await clusterer.predictProba(digits)).toEqual(whole);
    });
  });

  it("resuming a finished training trains no more and keeps its records", async () => {
    const checkpoint = join(folder, "finished.checkpoint");
    await withClusterer({}, async (clusterer) => {
      await clusterer.fit(digits, { checkpoint });
      const [labels, history] = [await clusterer.predict(digits), clusterer.lossHistory];
      expect(history.map(({ step }) => step)).toEqual([10, 20]);
      await withClusterer({}, async (resumed) => {
        const onLosses = () => {
          throw new Error("it trains");
        };
        expect((await resumed.fit(digits, { resume: checkpoint, onLosses })).finished).toBe(true);
        expect(await resumed.predict(digits)).toEqual(labels);
        expect(resumed.lossHistory).toEqual(history);
        expect(resumed.selectedHead).toBe(clusterer.selectedHead);
      });
    });
  });

  it.each([
    ["fewer images than a batch", 15, { clusters: 3 }],
    ["as many images as classes", 2, { clusters: 2 }],
    ["one image left over", 41, {}],
    ["one step in all", 20, { epochs: 1 }],
  ])("%s", async (_, count, options) => {
    await withClusterer(options, async (clusterer) => {
      expect((await clusterer.fit(head(digits, count))).finished).toBe(true);
      const { data } = await clusterer.predictProba(digits);
      expect(data.every(Number.isFinite)).toBe(true);
      for (const { losses } of clusterer.lossHistory) expect(losses.every(Number.isFinite)).toBe(true);
    });
  });

  it("colour images, and a model of them", async () => {
    const path = join(folder, "colour.safetensors");
    const random = Uint8Array.from({ length: 30 * 12 * 10 * 3 }, (_, i) => (i * 7919) % 256);
    const colour: Images = { count: 30, height: 12, width: 10, channels: 3, pixels: random };
    await withClusterer({ clusters: 3 }, async (clusterer) => {
      await clusterer.fit(colour);
      expect(clusterer.imageSize).toEqual({ height: 12, width: 10, channels: 3 });
      await clusterer.save(path);
      const loaded = await ImageClusterer.load(path, device);
      expect(await loaded.predict(colour)).toEqual(await clusterer.predict(colour));
      await loaded.close();
      await expect(clusterer.predict(digits)).rejects.toThrow(
        "the model takes images of 12 x 10 x 3, these are 28 x 28 x 1: load them in the model's size",
      );
    });
  });

  it("images of any number of channels can be saved and loaded", async () => {
    const path = join(folder, "two.safetensors");
    const pixels = Uint8Array.from({ length: 30 * 8 * 8 * 2 }, (_, i) => (i * i) % 251);
    const images: Images = { count: 30, height: 8, width: 8, channels: 2, pixels };
    await withClusterer({ clusters: 3 }, async (clusterer) => {
      await clusterer.fit(images);
      await clusterer.save(path);
      await (await ImageClusterer.load(path, device)).close();
    });
  });

  it("pixels that do not fit the shape", async () => {
    const wrong = { ...head(digits, 30), count: 31 };
    await withClusterer({}, async (clusterer) => {
      await expect(clusterer.fit(wrong)).rejects.toThrow("[31, 28, 28, 1]: give 24304");
      await clusterer.fit(digits);
      await expect(clusterer.predict(wrong)).rejects.toThrow("[31, 28, 28, 1]: give 24304");
    });
  });

  it("takes its memory back when the configuration does not fit the images", async () => {
    await withClusterer({ stem: [], sequence: { kind: "cells", size: 5 } }, async (clusterer) => {
      await expect(clusterer.fit(digits)).rejects.toThrow("cells of 5 do not fill a map of 28 x 28");
    });
  });
});

describe("head restarts", () => {
  it("none after the last step, where nothing would train the copies", async () => {
    const restarts = { every: 10, margin: 0, noise: 0.5 };
    await withClusterer({ headRestarts: restarts }, async (clusterer) => {
      await clusterer.fit(digits);
      expect(clusterer.restarts.map(({ step }) => step)).toEqual([10]);
    });
  });

  it("a copy that was not trained yet is not the best head, though its running loss is", async () => {
    const checkpoint = join(folder, "tie.checkpoint");
    let ties = 0;
    for (const seed of [1, 2, 3, 4]) {
      const options = { seed, heads: 5, headRestarts: { every: 10, margin: 0 } };
      await withClusterer(options, async (clusterer) => {
        const stop = new AbortController();
        const onLosses = (step: number) => step === 10 && stop.abort();
        await clusterer.fit(digits, { checkpoint, signal: stop.signal, onLosses });
        const [restart] = clusterer.restarts;
        expect(clusterer.selectedHead).toBe(restart!.from);
        const { metadata } = await readSafetensors(checkpoint);
        expect(JSON.parse(metadata.details!)).toEqual({ selectedHead: restart!.from });
        if (restart!.head < restart!.from) ties++;
      });
    }
    expect(ties, "no case in which the copy comes first: choose other seeds").toBeGreaterThan(0);
  });
});

describe("close", () => {
  it("twice, and before anything was learned", async () => {
    const clusterer = new ImageClusterer(tiny, "native");
    await clusterer.close();
    await clusterer.fit(digits);
    await clusterer.close();
    await clusterer.close();
    await expect(clusterer.predict(digits)).rejects.toThrow("has learned nothing yet: call fit() or load()");
  });

  it.each(["the caller's device", "a device of its own"])("during a training on %s", async (whose) => {
    const checkpoint = join(folder, "closed.checkpoint");
    const clusterer = new ImageClusterer(
      { ...tiny, epochs: 1000 },
      whose === "a device of its own" ? "native" : device,
    );
    let training: Promise<FitResult> | undefined;
    await new Promise<void>((resolve) => {
      training = clusterer.fit(digits, { checkpoint, onLosses: () => resolve() });
    });
    await clusterer.close();
    expect((await training)!.finished).toBe(false);
    expect(JSON.parse((await readSafetensors(checkpoint)).metadata.training!).step).toBeGreaterThan(0);
    await expect(clusterer.predict(digits)).rejects.toThrow("has learned nothing yet");
  });
});

describe("predict", () => {
  it("no images", async () => {
    await withClusterer({}, async (clusterer) => {
      await clusterer.fit(digits);
      const none = head(digits, 0);
      expect(await clusterer.predict(none)).toEqual(new Int32Array(0));
      expect(await clusterer.predictProba(none)).toEqual({ rows: 0, columns: 10, data: new Float32Array(0) });
      expect(await clusterer.transform(none)).toMatchObject({ rows: 0, columns: 16 });
    });
  });

  it("many images, the last batch of one, as each by itself", async () => {
    const pixels = new Uint8Array(1001 * 784);
    for (let i = 0; i < 1001; i++)
      pixels.set(digits.pixels.subarray((i % 200) * 784, ((i % 200) + 1) * 784), i * 784);
    await withClusterer({}, async (clusterer) => {
      await clusterer.fit(digits);
      const [all, few] = [
        await clusterer.predict({ count: 1001, height: 28, width: 28, channels: 1, pixels }),
        await clusterer.predict(digits),
      ];
      expect([...all]).toEqual(Array.from({ length: 1001 }, (_, i) => few[i % 200]));
    });
  });

  it("a device that is lost rejects it, and nothing else", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const pixels = new Uint8Array(3000 * 784);
    await withClusterer({}, async (clusterer) => {
      await clusterer.fit(digits);
      const lose = async () => {
        await sleep(5);
        throw new DeviceError("lost");
      };
      const read = vi.spyOn(device, "read").mockImplementation(lose);
      const predicting = clusterer.predict({ count: 3000, height: 28, width: 28, channels: 1, pixels });
      await expect(predicting).rejects.toThrow("lost");
      await sleep(20);
      read.mockRestore();
    });
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });
});
