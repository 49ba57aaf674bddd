/** Sorting with no more said than how many classes there are. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createImageSet, type ImageSet } from "../../src/data/image_set.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { normalizedMutualInformation } from "../../src/metrics/information.js";
import { parseConfig } from "../../src/models/image_clusterer/index.js";
import { directions, evenness } from "../../src/models/image_sorter/evenness.js";
import { Jury } from "../../src/models/image_sorter/jury.js";
import { planNetwork } from "../../src/models/image_sorter/plan.js";
import { featureRecipes } from "../../src/models/image_sorter/recipes.js";
import { changedImages, steadiness } from "../../src/models/image_sorter/steadiness.js";
import { tryWays } from "../../src/models/image_sorter/ways.js";
import { ImageSorter, loadModel, viewsPresets } from "../../src/models/index.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { temporaryFolder } from "../cli/skein.js";

const folder = temporaryFolder();
/** Sorting is many small steps: on a busy machine threads that wait for each other take minutes for them. */
process.env.SKEIN_THREADS = "1";
const timeout = 300_000;
let device: Device;
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => {
  device.close();
  folder.remove();
});

/** Horizontal stripes, vertical stripes and squares, each shifted and of its own brightness. */
function shapes(count: number, side = 12): ImageSet {
  const random = new Random(7);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3);
  const pixels = new Uint8Array(count * side * side);
  for (let i = 0; i < count; i++) {
    const [bright, shift] = [150 + random.integer(100), random.integer(3)];
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const inside = [(y + shift) % 4 < 2, (x + shift) % 4 < 2, Math.max(x, y) < 6 + shift][labels[i]!];
        pixels[(i * side + y) * side + x] = (inside ? bright : 20) + random.integer(20) - 10;
      }
    }
  }
  return createImageSet({ count, height: side, width: side, channels: 1, pixels, labels, source: "shapes" });
}

/** The same images, each pixel `factor` times as high and wide. */
function enlarged({ count, height, width, pixels: own, labels }: ImageSet, factor: number): ImageSet {
  const [h, w] = [height * factor, width * factor];
  const pixels = Uint8Array.from({ length: count * h * w }, (_, i) => {
    const [image, y, x] = [Math.floor(i / (h * w)), Math.floor(i / w) % h, i % w];
    return own[(image * height + Math.floor(y / factor)) * width + Math.floor(x / factor)]!;
  });
  return createImageSet({ count, height: h, width: w, channels: 1, pixels, labels, source: "enlarged" });
}

describe("evenness", () => {
  it("is 1 for equal clusters, 0 for a single one, and lower the more unequal they are", () => {
    const sizes = (...all: number[]) =>
      Int32Array.from(all.flatMap((size, k) => Array<number>(size).fill(k)));
    expect(evenness(sizes(5, 5, 5), 3)).toBeCloseTo(1);
    expect(evenness(sizes(9), 3)).toBe(0);
    expect(evenness(sizes(95, 5), 2)).toBeCloseTo(0.286, 3);
    expect(evenness(sizes(7, 5, 3), 3)).toBeLessThan(evenness(sizes(6, 5, 4), 3));
  });
});

describe("directions", () => {
  it("are the same however far out a row lies, and columns count by 1 minus their eigenvalue", () => {
    const rows = directions(Float64Array.from([3, 4, 30, 40, 0, -2, 0, 0]), Float64Array.from([0, 0.75]));
    expect([...rows]).toEqual([0.6, 0.2, 0.6, 0.2, 0, -0.25, 0, 0].map((value) => expect.closeTo(value, 12)));
  });
});

describe("ImageSorter [native]", () => {
  it("sorts by features, and its model goes on sorting", { timeout }, async () => {
    const images = shapes(60);
    const sorter = new ImageSorter({ clusters: 3 }, device);
    const firsts: string[] = [];
    const reasons: (string | null)[] = [];
    const sorted = await sorter.fit(images, {
      onFirst: ({ kept }) => void firsts.push(kept),
      onPlan: ({ reason }) => void reasons.push(reason),
    });
    expect(firsts).toEqual(["features"]);
    expect(reasons).toEqual(["it needs 100 images or more for 3 classes"]);
    expect(sorted).toMatchObject({ kept: "features", network: { finished: false, score: null } });
    expect(normalizedMutualInformation(images.labels!, sorted.clusters)).toBe(1);
    expect(sorted.first).toEqual(sorted.tried.find(({ score }) => score === sorted.first.score));

    const path = join(folder.path, "model.safetensors");
    await sorter.model.save(path);
    const loaded = await loadModel(path, device);
    expect(await loaded.predict(images)).toEqual(sorted.clusters);
    await loaded.close();
    await sorter.close();
    expect(() => sorter.model).toThrow(ArgumentError);
  });

  it("makes large images smaller, and its model does so with others", { timeout }, async () => {
    const images = enlarged(shapes(45), 8);
    const sorter = new ImageSorter({ clusters: 3 }, device);
    const sorted = await sorter.fit(images);
    expect(normalizedMutualInformation(images.labels!, sorted.clusters)).toBe(1);
    expect(sorted.tried.map(({ features }) => features)).toContain("patches");
    const path = join(folder.path, "large.safetensors");
    await sorter.model.save(path);
    await sorter.close();
    const loaded = await loadModel(path, device);
    expect(await loaded.predict(images)).toEqual(sorted.clusters);
    await loaded.close();
  });

  it("keeps the first result and a checkpoint when it is stopped while the network trains", {
    timeout,
  }, async () => {
    const images = shapes(120);
    const sorter = new ImageSorter({ clusters: 3 }, device);
    const stop = new AbortController();
    const checkpoint = join(folder.path, "checkpoint.safetensors");
    const sorted = await sorter.fit(images, {
      ...{ signal: stop.signal, checkpoint },
      onProgress: () => stop.abort(),
    });
    expect(sorted).toMatchObject({ kept: "features", network: { finished: false, score: null } });
    expect(sorted.network!.plan.epochs).toBeGreaterThan(0);
    expect(existsSync(checkpoint)).toBe(true);
    expect(await sorter.model.predict(images)).toEqual(sorted.clusters);
    await sorter.close();
  });

  it("goes on with a training that had more time than the usual, without being told again", {
    timeout,
  }, async () => {
    const images = shapes(100, 112);
    const resume = join(folder.path, "long.safetensors");
    const begin = async (options: { minutes?: number }, from: { checkpoint?: string; resume?: string }) => {
      const sorter = new ImageSorter({ clusters: 3, ...options }, device);
      const stop = new AbortController();
      const { network } = await sorter.fit(images, {
        ...{ ...from, signal: stop.signal },
        onProgress: () => stop.abort(),
      });
      await sorter.close();
      return network!.plan.epochs;
    };
    const epochs = await begin({ minutes: 10_000 }, { checkpoint: resume });
    const usual = await begin({}, {});
    expect(usual).toBeLessThan(epochs);
    expect(await begin({}, { resume })).toBe(epochs);
  });

  it("sorts what hardly differs, and tiny images", { timeout }, async () => {
    const equal = new Uint8Array(20 * 144);
    equal.fill(200, 0, 144);
    const one = { count: 20, height: 12, width: 12, channels: 1, pixels: equal, source: "one" } as const;
    const sorter = new ImageSorter({ clusters: 2 }, device);
    const { clusters } = await sorter.fit(createImageSet(one));
    expect(clusters.filter((cluster) => cluster === clusters[0])).toHaveLength(1);
    const tiny = await sorter.fit(shapes(30, 4));
    expect(new Set(tiny.clusters).size).toBe(2);
    await sorter.close();
  });

  it.each([
    [{ count: 20, differ: 1 }, /all 20 images are the same/],
    [{ count: 20, differ: 2 }, /only 2 of 20 images differ, which cannot be sorted into 3 classes/],
    [{ count: 2, differ: 2 }, /2 images cannot be sorted into 3 classes/],
  ])("refuses %j", async ({ count, differ }, message) => {
    const pixels = Uint8Array.from({ length: count * 64 }, (_, i) => Math.floor(i / 64) % differ);
    const images = createImageSet({ count, height: 8, width: 8, channels: 1, pixels, source: "few" });
    const sorter = new ImageSorter({ clusters: 3 }, device);
    await expect(sorter.fit(images)).rejects.toThrow(DataError);
    await expect(sorter.fit(images)).rejects.toThrow(message);
  });

  it.each([
    [{ minutes: 0 }],
    [{ minutes: -1 }],
    [{ minutes: Number.NaN }],
    [{ clusters: 1 }],
    [{ seed: -1 }],
  ])("refuses %j", (options) => {
    expect(() => new ImageSorter(options, device)).toThrow(ArgumentError);
  });
});

describe("the plan of the network [native]", () => {
  const config = parseConfig({
    ...{ clusters: 3, stem: [{ channels: 4, kernel: 5, stride: 4 }], hidden: 8, heads: 2 },
    ...{ epochs: 100, batch: 30 },
  });
  const images = shapes(120);

  it("takes all epochs where there is time, fewer with less, and none without", async () => {
    const all = await planNetwork(images, { config, device, seconds: null });
    expect(all).toMatchObject({ epochs: 100, steps: 400, reason: null });
    expect(all.seconds).toBe(all.fullSeconds);
    const none = await planNetwork(images, { config, device, seconds: 1e-6 });
    expect(none).toMatchObject({
      epochs: 0,
      steps: 0,
      reason: "the minutes left are too few for it: give more",
    });
    expect(await planNetwork(images, { config, device, seconds: 3600 })).toMatchObject({ epochs: 100 });
  });
});

describe("the jury [native]", () => {
  it("scores clusterings by the neighbours in all features", async () => {
    const jury = new Jury();
    const line = Float32Array.from({ length: 60 }, (_, i) => i + (i < 20 ? 0 : i < 40 ? 1000 : 2000));
    using x = tensor(device, line, [60, 1]);
    await jury.add(x);
    const thirds = Int32Array.from(line, (_, i) => Math.floor(i / 20));
    expect(jury.score(thirds)).toBe(1);
    expect(jury.score(thirds.map((third) => Math.min(third, 1)))).toBe(1);
    expect(jury.score(new Int32Array(60))).toBe(0);
    expect(Math.abs(jury.score(thirds.map((_, i) => i % 2)))).toBeLessThan(0.2);
  });

  it("counts features by their weights", async () => {
    const jury = new Jury();
    const apart = (period: number) => Float32Array.from({ length: 60 }, (_, i) => 1000 * (i % period) + i);
    using halves = tensor(device, apart(2), [60, 1]);
    using thirds = tensor(device, apart(3), [60, 1]);
    await jury.add(halves, 3);
    await jury.add(thirds, 1);
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % 2);
    const [own, other] = jury.shares(labels) as [number, number];
    expect(own).toBe(1);
    expect(other).toBeGreaterThan(0.2);
    expect(other).toBeLessThan(0.8);
    expect(jury.score(labels)).toBeCloseTo(((3 * own + other) / 4 - 0.5) / 0.5, 12);
  });

  it("joins images by the mean over the features, in float64", async () => {
    const random = new Random(3);
    const features = [1, 2].map(() => Float32Array.from({ length: 24 }, () => random.normal()));
    const weights = [1, 3];
    const jury = new Jury();
    const dense = Array.from({ length: 12 }, () => new Float64Array(12));
    for (const [f, values] of features.entries()) {
      using x = tensor(device, values, [12, 2]);
      await jury.add(x, weights[f]);
      for (let i = 0; i < 12; i++) {
        const distance = (j: number) =>
          Math.hypot(values[2 * i]! - values[2 * j]!, values[2 * i + 1]! - values[2 * j + 1]!);
        const others = Array.from({ length: 12 }, (_, j) => j).filter((j) => j !== i);
        for (const j of others.sort((a, b) => distance(a) - distance(b)).slice(0, 10)) {
          dense[i]![j]! += weights[f]! / 8;
          dense[j]![i]! += weights[f]! / 8;
        }
      }
    }
    const { rows, starts, columns, values } = jury.joined();
    expect(rows).toBe(12);
    const found = dense.map(() => new Float64Array(12));
    for (let i = 0; i < rows; i++) {
      for (let e = starts[i]!; e < starts[i + 1]!; e++) found[i]![columns[e]!] = values[e]!;
    }
    for (const [i, row] of dense.entries())
      for (const [j, value] of row.entries()) expect(found[i]![j]).toBeCloseTo(value, 12);
  });

  it("scores every way by its own clusters", { timeout }, async () => {
    const jury = new Jury();
    const ways = await tryWays(shapes(60), jury, { clusters: 3, seed: 0, device, likeness: null });
    expect(ways.map(({ method }) => method)).toContain("joint graph + ward");
    for (const { score, labels } of ways) expect(score).toBe(jury.score(labels));
    expect(ways.map(({ rank }) => rank)).toEqual(ways.map(({ rank }) => rank).sort((a, b) => b - a));
  });

  it("knows the features that presets of views name", () => {
    const names = featureRecipes.map(({ name }) => name);
    for (const { likeness } of viewsPresets())
      expect(names).toEqual(expect.arrayContaining([...(likeness?.features ?? [])]));
  });
});

describe("steadiness [native]", () => {
  it("is the share of changed images that are nearest to their own", async () => {
    using rows = tensor(device, Float32Array.of(0, 10, 20, 30), [4, 1]);
    using changed = tensor(device, Float32Array.of(1, 19, 2), [3, 1]);
    expect(await steadiness(rows, changed, [0, 2, 3])).toBeCloseTo(2 / 3, 12);
  });

  it("changes at most 500 images, each a little, and the same ones for a seed", async () => {
    const images = shapes(600);
    const { images: changed, from } = await changedImages(images, device, 1);
    expect(changed.count).toBe(500);
    expect(from[1]).toBe(1);
    const again = await changedImages(images, device, 1);
    expect(again.images.pixels).toEqual(changed.pixels);
    expect((await changedImages(images, device, 2)).images.pixels).not.toEqual(changed.pixels);
    const size = 144;
    let difference = 0;
    for (const [i, image] of from.entries())
      for (let p = 0; p < size; p++)
        difference += Math.abs(changed.pixels[i * size + p]! - images.pixels[image * size + p]!);
    expect(difference / (500 * size)).toBeGreaterThan(5);
    expect(difference / (500 * size)).toBeLessThan(70);
  });
});
