/** Classes of very different sizes: found before training, kept by it, and not seen where there are none. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ImageSet, subset } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { clusteringAccuracy } from "../../src/metrics/accuracy.js";
import { findUnequalClasses } from "../../src/models/image_clusterer/unequal.js";
import { ImageClusterer, type ImageClustererOptions } from "../../src/models/index.js";

const { train } = await loadMnist();
const folder = mkdtempSync(join(tmpdir(), "skein-unequal-"));
let device: Device;
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => {
  device.close();
  rmSync(folder, { recursive: true, force: true });
});

/** So many zeros and ones. */
function zerosAndOnes(zeros: number, ones: number): ImageSet {
  const left = [zeros, ones];
  const rows: number[] = [];
  for (let i = 0; i < train.count && left.some((n) => n > 0); i++) {
    const digit = train.labels![i]!;
    if (digit < 2 && left[digit]!-- > 0) rows.push(i);
  }
  return subset(train, rows);
}

const accuracy = (images: ImageSet, classes: Int32Array) =>
  clusteringAccuracy(images.labels!, classes).accuracy;
const unequal = zerosAndOnes(480, 60);
const small: ImageClustererOptions = {
  clusters: 2,
  stem: [{ channels: 8, kernel: 5, stride: 2 }],
  hidden: 16,
  heads: 2,
  batch: 60,
  epochs: 12,
};

describe("findUnequalClasses", () => {
  it("finds the ninth of the images that are ones", async () => {
    const live = device.memory.liveBuffers;
    const found = await findUnequalClasses(device, unequal, { clusters: 2, seed: 0 });
    expect(accuracy(unequal, found!.seeds)).toBeGreaterThan(0.98);
    expect(found!.shares[0]).toBeCloseTo(8 / 9, 1);
    expect(found!.shares[0]! + found!.shares[1]!).toBeCloseTo(1, 12);
    expect(device.memory.liveBuffers, "buffers left behind").toBe(live);
  });

  it.each([
    ["equal classes", zerosAndOnes(200, 200), 2],
    ["few images", zerosAndOnes(140, 10), 2],
    ["more classes than islands of a hundredth", zerosAndOnes(200, 20), 60],
  ])("says nothing of %s", async (_, images, clusters) => {
    expect(await findUnequalClasses(device, images, { clusters, seed: 0 })).toBeNull();
  });
});

describe("ImageClusterer", () => {
  async function trained(options: ImageClustererOptions, interruptAfter?: number) {
    const checkpoint = join(folder, "checkpoint");
    const stop = new AbortController();
    const onLosses = (step: number) => step === interruptAfter && stop.abort();
    let clusterer = new ImageClusterer(options, device);
    const { finished } = await clusterer.fit(unequal, { checkpoint, signal: stop.signal, onLosses });
    expect(finished).toBe(interruptAfter === undefined);
    if (!finished) {
      await clusterer.close();
      clusterer = new ImageClusterer(options, device);
      await clusterer.fit(unequal, { checkpoint, resume: checkpoint });
    }
    const model = join(folder, "model");
    await clusterer.save(model);
    const classes = await clusterer.predict(unequal);
    const { classShares } = clusterer;
    await clusterer.close();
    return { classes, classShares, bits: readFileSync(model) };
  }

  it("keeps unequal classes apart, with the same bits when interrupted", async () => {
    const { classes, classShares, bits } = await trained(small);
    expect(accuracy(unequal, classes)).toBeGreaterThan(0.97);
    expect(classShares![1]).toBeCloseTo(1 / 9, 1);
    const resumed = await trained(small, 50);
    expect(resumed.bits.equals(bits), "a resumed run differs").toBe(true);
    expect(resumed.classShares).toEqual(classShares);
  });

  it("halves them where it is told that they are equal, and takes shares that it is given", async () => {
    const { classes, classShares } = await trained({ ...small, objective: { prior: "uniform" } });
    expect(classShares).toBeNull();
    expect(accuracy(unequal, classes)).toBeLessThan(0.8);
    const given = await trained({ ...small, epochs: 2, objective: { prior: [1, 19] } });
    expect(given.classShares).toEqual([0.05, 0.95]);
  });
});
