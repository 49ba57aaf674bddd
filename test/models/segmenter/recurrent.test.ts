/** Regions by a network that learns from all images. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  ArgumentError,
  DataError,
  type Device,
  ImageSegmenter,
  type ImageSegmenterOptions,
  type Images,
  ModelFileError,
  openDevice,
} from "../../../src/index.js";
import { readSafetensors, writeSafetensors } from "../../../src/io/safetensors.js";
import { RegionNetwork } from "../../../src/models/segmenter/recurrent/network.js";
import { Random, streamOf } from "../../../src/random/philox.js";

let device: Device;
let folder: string;
let live: number;
beforeAll(async () => {
  device = await openDevice("native");
  folder = mkdtempSync(join(tmpdir(), "skein-recurrent-"));
});
beforeEach(() => {
  live = device.memory.liveBuffers;
});
afterEach(() => expect(device.memory.liveBuffers, "buffers left behind").toBe(live));
afterAll(() => {
  device.close();
  rmSync(folder, { recursive: true });
});

const SIDE = 24;

/** Bright discs of any colour at random places on dark noise, and where they are. */
function discs(count: number, seed = 0) {
  const random = new Random(seed, streamOf("discs"));
  const pixels = new Uint8Array(count * SIDE * SIDE * 3);
  const masks = new Uint8Array(count * SIDE * SIDE);
  for (let n = 0, i = 0; n < count; n++) {
    const [cy, cx, radius] = [8 + 8 * random.uniform(), 8 + 8 * random.uniform(), 4 + 3 * random.uniform()];
    const colour = [0, 1, 2].map(() => 150 + 100 * random.uniform());
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++, i++) {
        masks[i] = Number(Math.hypot(y - cy, x - cx) < radius);
        for (let c = 0; c < 3; c++) {
          pixels[3 * i + c] = masks[i] === 1 ? colour[c]! : 30 + 60 * random.uniform();
        }
      }
    }
  }
  const images: Images = { count, height: SIDE, width: SIDE, channels: 3, pixels };
  return { images, masks };
}

const small = { size: SIDE, channels: 8, hidden: 8, teacher: "clustering", epochs: 8, batch: 8 };

async function trained(options: ImageSegmenterOptions, images: Images | Images[]) {
  const segmenter = new ImageSegmenter({ method: "recurrent", ...options }, device);
  await segmenter.fit(images);
  return segmenter;
}

describe("ImageSegmenter, recurrent", () => {
  it("learns where discs are, keeps it in a file, and is the same for a seed", async () => {
    const { images } = discs(48);
    const other = discs(16, 1);
    const segmenter = await trained({ settings: small }, images);
    const { iou } = await segmenter.evaluate(other.images, other.masks);
    expect(iou[1]).toBeGreaterThan(0.7);
    const found = await segmenter.predictProba(other.images);
    const path = join(folder, "model.safetensors");
    await segmenter.save(path);
    await segmenter.close();
    const loaded = await ImageSegmenter.load(path, device);
    expect(await loaded.predictProba(other.images)).toEqual(found);
    await loaded.close();
    const again = await trained({ settings: small }, images);
    expect(await again.predictProba(other.images)).toEqual(found);
    await again.close();
  });

  it("fits masks to colours and edges, which corrects a network that has learned little", async () => {
    const { images, masks } = discs(24);
    const iou = async (rounds: number) => {
      const segmenter = await trained({ settings: { ...small, epochs: 3, rounds, relabellings: 0 } }, images);
      const scores = await segmenter.evaluate(images, masks);
      await segmenter.close();
      return scores.imageIou[1]!;
    };
    expect(await iou(3)).toBeGreaterThan((await iou(0)) + 0.02);
  });

  it("learns from images of several sizes, grey ones too, and answers at each image's size", async () => {
    const { images } = discs(16);
    const grey: Images = {
      ...{ count: 1, height: 30, width: 50, channels: 1 },
      pixels: Uint8Array.from({ length: 1500 }, (_, i) => (i * i) % 251),
    };
    const segmenter = await trained({ settings: { ...small, epochs: 1 } }, [images, grey]);
    const [, own] = await segmenter.predictProba([images, grey]);
    expect(own!.length).toBe(2 * 1500);
    for (let i = 0; i < 1500; i++) expect(own![i]! + own![1500 + i]!).toBeCloseTo(1, 5);
    await segmenter.close();
  });

  it("divides into more regions than two without a teacher", async () => {
    const { images } = discs(24);
    const settings = { ...small, epochs: 10, smoothness: 0 };
    const segmenter = await trained({ regions: 3, settings }, images);
    const masks = await segmenter.predict(images);
    const sizes = [0, 1, 2].map((region) => masks.filter((value) => value === region).length / masks.length);
    // Equal sizes are asked for: each region has a part of the pixels.
    for (const share of sizes) expect(share).toBeGreaterThan(0.1);
    await segmenter.close();
  });

  it("ends with a signal, and is then what it has learned so far", async () => {
    const { images } = discs(16);
    const segmenter = new ImageSegmenter({ method: "recurrent", settings: { ...small, epochs: 50 } }, device);
    const stop = new AbortController();
    const { finished } = await segmenter.fit(images, {
      signal: stop.signal,
      onProgress: ({ step }) => step >= 4 && stop.abort(),
    });
    expect(finished).toBe(false);
    expect((await segmenter.predict(images)).length).toBe(16 * SIDE * SIDE);
    await segmenter.close();
  });

  /** Of the training that was not interrupted. */
  let wanted: Float32Array | undefined;
  // 16 images in batches of 8: the masks are replaced after step 4 of 8.
  it.each([0, 2, 4, 6])("goes on after an interruption at step %i to the same bits", async (step) => {
    const { images } = discs(16);
    const options = { method: "recurrent", settings: { ...small, epochs: 4 } };
    if (!wanted) {
      const whole = await trained(options, images);
      wanted = await whole.predictProba(images);
      await whole.close();
    }
    const checkpoint = join(folder, `checkpoint-${step}`);
    const stopped = new ImageSegmenter(options, device);
    const stop = new AbortController();
    let steps = 0;
    // Steps are reported at the end of an epoch, here after two, and before the masks are replaced.
    const callbacks = [{ onReport: () => void (++steps === step && stop.abort()) }];
    if (step === 0) stop.abort();
    const first = stopped.fit(images, { checkpoint, signal: stop.signal, callbacks });
    if (step === 0) await expect(first).rejects.toThrow();
    else expect((await first).finished).toBe(false);
    await stopped.close();
    const resumed = new ImageSegmenter(options, device);
    const resume = existsSync(checkpoint) ? { resume: checkpoint } : {};
    expect(existsSync(checkpoint)).toBe(step > 0);
    expect((await resumed.fit(images, { ...resume, checkpoint })).finished).toBe(true);
    expect(await resumed.predictProba(images)).toEqual(wanted);
    // A checkpoint is a model, too.
    const loaded = await ImageSegmenter.load(checkpoint, device).catch(() => null);
    expect(loaded).not.toBeNull();
    await Promise.all([loaded!.close(), resumed.close()]);
  });

  it("refuses checkpoints of another training", async () => {
    const { images } = discs(8);
    const checkpoint = join(folder, "other");
    const settings = { ...small, epochs: 1 };
    const segmenter = new ImageSegmenter({ method: "recurrent", settings }, device);
    await segmenter.fit(images, { checkpoint });
    await expect(segmenter.fit(discs(8, 1).images, { resume: checkpoint })).rejects.toThrow(
      new DataError(
        `${checkpoint} was written with other images, labels or links: resume with the same, or start again`,
      ),
    );
    await segmenter.close();
    const other = new ImageSegmenter({ method: "recurrent", seed: 1, settings }, device);
    await expect(other.fit(images, { resume: checkpoint })).rejects.toThrow(
      new ArgumentError(
        `${checkpoint} was written with other settings (seed): resume with the same, or start again`,
      ),
    );
    await other.close();
  });

  describe("with a checkpoint that was damaged", () => {
    const { images } = discs(8);
    const options = { method: "recurrent", settings: { ...small, epochs: 2 } };
    type File = Awaited<ReturnType<typeof readSafetensors>>;
    const first = ({ tensors }: File, begin: string) =>
      [...tensors.keys()].find((name) => name.startsWith(begin))!;

    it.each<[string, string, (file: File) => unknown]>([
      [
        "lacks the masks",
        "the masks that the network learns from are missing",
        ({ tensors }) => tensors.delete("estimator:masks"),
      ],
      [
        "lacks a parameter",
        "the state dict does not fit the model",
        (file) => file.tensors.delete(first(file, "fine.")),
      ],
      ["lacks a moment of the optimizer", "", (file) => file.tensors.delete(first(file, "optimizer."))],
    ])("%s: names the file", async (name, reason, damage) => {
      const path = join(folder, `damaged-${name}`);
      const segmenter = new ImageSegmenter(options, device);
      await segmenter.fit(images, { checkpoint: path });
      const file = await readSafetensors(path);
      damage(file);
      await writeSafetensors(path, file.tensors, file.metadata);
      const error = await segmenter.fit(images, { resume: path }).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(ModelFileError);
      expect(error.message).toContain(`${path}: ${reason}`);
      await segmenter.close();
    });

    it("returns all memory where a training cannot be set up", async () => {
      const path = join(folder, "set-up");
      const segmenter = new ImageSegmenter(options, device);
      await segmenter.fit(images, { checkpoint: path });
      const held = device.memory.liveBuffers;
      vi.spyOn(RegionNetwork.prototype, "loadStateDict").mockImplementationOnce(() => {
        throw new Error("no room");
      });
      await expect(segmenter.fit(images, { resume: path })).rejects.toThrow("no room");
      expect(device.memory.liveBuffers).toBe(held);
      await segmenter.close();
    });
  });

  it("refuses other teachers and sizes that do not halve twice", () => {
    const made = (settings: Record<string, unknown>) => () =>
      new ImageSegmenter({ method: "recurrent", settings });
    expect(made({ teacher: "recurrent" })).toThrow("one of");
    expect(made({ size: 30 })).toThrow("a multiple of 4 from 8 to 512");
  });
});
