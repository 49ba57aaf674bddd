/** Clusterings of features that the heads of a clusterer learn from first. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { clusteringAccuracy } from "../../src/metrics/accuracy.js";
import { type FirstTargetsOptions, firstTargets } from "../../src/models/image_clusterer/first_targets.js";
import { ShapeRows } from "../../src/models/image_clusterer/shape_rows.js";
import { ImageClusterer, type ImageClustererOptions, type Images } from "../../src/models/index.js";

const { train } = await loadMnist();
const digits = take(train, 300);
const folder = mkdtempSync(join(tmpdir(), "skein-targets-"));
let device: Device;
beforeAll(async () => {
  // Many small kernels in turn: with more threads each would wait for a processor where the machine is busy.
  device = await openDevice("native", { threads: 1 });
});
afterAll(() => {
  device.close();
  rmSync(folder, { recursive: true, force: true });
});

const accuracy = (classes: Int32Array) => clusteringAccuracy(digits.labels!, classes).accuracy;

describe("firstTargets", () => {
  const options: FirstTargetsOptions = { clusters: 10, number: 2, seed: 1 };

  async function found(images: Images, asked: FirstTargetsOptions) {
    using rows = new ShapeRows(device, images, asked.signal);
    return await firstTargets(rows, asked);
  }

  it("are different clusterings of all images, the same for a seed", async () => {
    const live = device.memory.liveBuffers;
    const classes = await found(digits, options);
    expect(classes.map(({ length }) => length)).toEqual([300, 300]);
    for (const own of classes) expect(accuracy(own)).toBeGreaterThan(0.5);
    expect(classes[1]).not.toEqual(classes[0]);
    expect(await found(digits, options)).toEqual(classes);
    expect(await found(digits, { ...options, seed: 2 })).not.toEqual(classes);
    expect(device.memory.liveBuffers, "buffers left behind").toBe(live);
  });

  it.each<[string, Images, FirstTargetsOptions]>([
    ["none is asked for", digits, { ...options, number: 0 }],
    ["images are few", take(digits, 99), options],
    [
      "images are too small for shapes",
      { count: 200, height: 2, width: 2, channels: 1, pixels: new Uint8Array(800) },
      options,
    ],
  ])("are none where %s", async (_, images, asked) => {
    expect(await found(images, asked)).toEqual([]);
  });

  it("end with the signal's reason", async () => {
    const live = device.memory.liveBuffers;
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(found(digits, { ...options, signal })).rejects.toThrow("enough");
    expect(device.memory.liveBuffers, "buffers left behind").toBe(live);
  });
});

describe("ImageClusterer with first targets", () => {
  const small: ImageClustererOptions = {
    stem: [{ channels: 8, kernel: 5, stride: 2 }],
    hidden: 16,
    heads: 3,
    batch: 60,
    epochs: 8,
    objective: { prior: "uniform", firstTargets: 2 },
  };

  async function trained(options: ImageClustererOptions, interruptAfter?: number) {
    const checkpoint = join(folder, "checkpoint");
    const stop = new AbortController();
    const onLosses = (step: number) => step === interruptAfter && stop.abort();
    let clusterer = new ImageClusterer(options, device);
    const { finished } = await clusterer.fit(digits, { checkpoint, signal: stop.signal, onLosses });
    if (!finished) {
      await clusterer.close();
      clusterer = new ImageClusterer(options, device);
      await clusterer.fit(digits, { checkpoint, resume: checkpoint });
    }
    const model = join(folder, "model");
    await clusterer.save(model);
    const { restarts } = clusterer;
    await clusterer.close();
    return { restarts, bits: readFileSync(model) };
  }

  it("has the same bits when interrupted among them", async () => {
    const whole = await trained(small);
    const resumed = await trained(small, 5);
    expect(resumed.bits.equals(whole.bits), "a resumed run differs").toBe(true);
    const without = await trained({ ...small, objective: { prior: "uniform" } });
    expect(without.bits.equals(whole.bits), "the targets change nothing").toBe(false);
  });

  it("restarts no head while heads learn from different targets", async () => {
    const headRestarts = { every: 4, margin: 0 };
    const { restarts } = await trained({ ...small, headRestarts });
    expect(restarts.length).toBeGreaterThan(0);
    expect(Math.min(...restarts.map(({ step }) => step))).toBeGreaterThanOrEqual(10 + 4);
  });
});
