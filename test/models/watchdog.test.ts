/** Signs of a failed clustering, on pictures of stripes whose direction is their class and whose light is not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError } from "../../src/errors.js";
import { type Finding, type Images, registerCheck, watchClustering } from "../../src/models/index.js";
import { checks } from "../../src/models/watchdog/check.js";
import type { WatchStudy } from "../../src/models/watchdog/study.js";
import { preprocess } from "../../src/preprocess/index.js";
import { Random } from "../../src/random/philox.js";

const [COUNT, SIDE, KINDS] = [240, 16, 3];
const random = new Random(3);
const kind = (image: number) => image % KINDS;
/** Grey level of each image's ground. */
const light = Array.from({ length: COUNT }, () => 20 + random.integer(120));
const phase = Array.from({ length: COUNT }, () => 2 * Math.PI * random.uniform());
const stripes: Images = {
  ...{ count: COUNT, height: SIDE, width: SIDE, channels: 1 },
  pixels: Uint8Array.from({ length: COUNT * SIDE * SIDE }, (_, i) => {
    const image = Math.floor(i / SIDE ** 2);
    const [row, column] = [Math.floor(i / SIDE) % SIDE, i % SIDE];
    const along = [row, column, row + column][kind(image)]!;
    return light[image]! + 45 + 45 * Math.sin((Math.PI * along) / 4 + phase[image]!);
  }),
};
const images = Array.from({ length: COUNT }, (_, i) => i);
const truth = Int32Array.from(images, kind);
const drawn = () => Int32Array.from(images, () => random.integer(KINDS));

let device: Device;
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => device.close());

const watch = (classes: ArrayLike<number>, options = {}) =>
  watchClustering(stripes, classes, { clusters: KINDS, device, ...options });
const names = (found: readonly Finding[]) => found.map(({ check }) => check);

describe("watchClustering", () => {
  it("has nothing to say of the right classes, and leaves no buffer behind", async () => {
    const live = device.memory.liveBuffers;
    expect(await watch(truth, { others: [truth, truth.map((k) => (k + 1) % KINDS)] })).toEqual([]);
    expect(device.memory.liveBuffers).toBe(live);
  });

  it("says that classes follow the brightness", async () => {
    const bounds = [...light].sort((a, b) => a - b);
    const thirds = light.map((level) => (level < bounds[80]! ? 0 : level < bounds[160]! ? 1 : 2));
    const [found, ...others] = await watch(thirds);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ check: "statistic", severity: "failed", classes: [] });
    expect(found!.message).toMatch(
      /^the classes follow the brightness, which alone tells the class of 9\d\.\d+ %/,
    );
  });

  it("says that nothing in the images explains classes drawn at random", async () => {
    expect(await watch(drawn())).toMatchObject([{ check: "unsupported", severity: "failed" }]);
  });

  it("says that one class has all images or nearly all, not that classes are unequal", async () => {
    const [found, ...others] = await watch(truth.map(() => 1));
    expect(others.filter(({ severity }) => severity === "failed")).toEqual([]);
    expect(found).toMatchObject({ check: "collapsed", severity: "failed", classes: [] });
    expect(found!.message).toMatch(/^one of 3 classes has 100\.00 % of the images: /);
    expect(names(await watch(truth.map((_, i) => Math.min(i, 2))))).toContain("collapsed");
    expect(
      names(
        await watch(
          truth.map((_, i) => (i < 12 ? 0 : 1)),
          { clusters: 2 },
        ),
      ),
    ).not.toContain("collapsed");
  });

  it("counts images of no class when it says that one class has all", async () => {
    const few = truth.map((_, i) => (i < 5 ? 0 : -1));
    expect(names(await watch(few))).not.toContain("collapsed");
  });

  it("calls one of two classes that has nearly all images doubtful, and one that has all failed", async () => {
    const collapsed = checks().find(({ name }) => name === "collapsed")!;
    const severity = async (...sizes: number[]) => {
      const watched = { sizes, count: 1000 };
      return (await collapsed.look({ watched } as unknown as WatchStudy)).map((found) => found.severity);
    };
    expect(await severity(995, 5)).toEqual(["doubtful"]);
    expect(await severity(1000, 0)).toEqual(["failed"]);
    expect(await severity(995, 5, 0)).toEqual(["failed"]);
    expect(await severity(980, 20)).toEqual([]);
  });

  it("says that other heads disagree", async () => {
    const [found] = await watch(truth, { others: [truth, drawn(), drawn()] });
    expect(found).toMatchObject({ check: "unstable", severity: "failed" });
  });

  it("names two classes that are halves of one", async () => {
    const halves = truth.map((k) => (k === 2 ? 2 + random.integer(2) : k));
    expect(await watch(halves, { clusters: 4 })).toMatchObject([{ check: "split", classes: [2, 3] }]);
  });

  it("names a class of two kinds", async () => {
    const merged = truth.map((k) => Math.min(k, 1));
    expect(await watch(merged, { clusters: 2 })).toMatchObject([{ check: "merged", classes: [1] }]);
  });

  it("names empty and tiny classes, and unequal ones last", async () => {
    const classes = truth.map((k, i) => (i === 0 ? 3 : k));
    const found = await watch(classes, { clusters: 5 });
    expect(names(found)).toEqual(["empty", "tiny", "unequal"]);
    expect(found.map((finding) => finding.classes)).toEqual([[4], [3], [3, 1]]);
  });

  it("takes images of no class, few images and tiny ones", async () => {
    expect(names(await watch(truth.map((k, i) => (i % 5 === 0 ? -1 : k))))).toEqual([]);
    const few = { count: 3, height: 2, width: 2, channels: 1, pixels: new Uint8Array(12) };
    expect(names(await watchClustering(few, [0, 1, 1], { device }))).toEqual(["tiny"]);
  });

  it("looks at images in a smaller size where it is asked to", async () => {
    const [height, width] = [stripes.height / 2, stripes.width / 2];
    const side = Math.min(height, width);
    const small = await preprocess(stripes, [{ step: "resize", height, width, method: "area" }]);
    const halves = truth.map((_, i) => i % 2);
    expect(await watch(halves, { side })).toEqual(await watchClustering(small, halves, { device }));
    expect(await watch(halves, { side: 1000 })).toEqual(await watch(halves));
  });

  it("looks at thousands of classes in seconds", { timeout: 30_000 }, async () => {
    const many = truth.map((k, i) => (i < 6 ? 3 * i + 100 : k));
    expect(names(await watch(many, { clusters: 10_000 }))).toEqual(["empty", "tiny", "unequal"]);
  });

  it("refuses classes that do not fit the images, and a second check of a name", async () => {
    await expect(watch([0, 1])).rejects.toThrow(
      "assignments has 2 classes for 240 images: give one for each",
    );
    await expect(watch(truth, { clusters: 2 })).rejects.toThrow(
      "assignments holds 2 at 2: give whole numbers from 0 to 1, or -1 for none",
    );
    await expect(watch(truth, { others: [truth.map(() => -2)] })).rejects.toThrow("others[0] holds -2 at 0");
    for (const clusters of [2.5, Number.NaN, -1, 20_000]) {
      await expect(watch(truth, { clusters })).rejects.toThrow(
        `clusters is ${clusters}: give a whole number up to 10000`,
      );
    }
    const odd = (value: number) => [...truth].map((k, i) => (i === 5 ? value : k));
    for (const value of [Number.NaN, 1e9]) {
      await expect(watchClustering(stripes, odd(value), { device })).rejects.toThrow(
        `assignments holds ${value} at 5: give whole numbers from 0 to 9999, or -1 for none`,
      );
    }
    await expect(watch(truth, { sample: 0 })).rejects.toThrow(ArgumentError);
    await expect(watch(truth, { side: 0 })).rejects.toThrow(ArgumentError);
    expect(() => registerCheck({ name: "split", about: "", look: async () => [] })).toThrow(
      "check split is registered already: give another name",
    );
  });
});
