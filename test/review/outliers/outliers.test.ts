/** Outliers that were planted are found, with their reasons, and nothing else. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openImages } from "../../../src/data/source.js";
import { openDevice } from "../../../src/device/node/index.js";
import { classDistances } from "../../../src/review/outliers/class_distances.js";
import { findOutliers, outlierReasons, registerOutlierReason } from "../../../src/review/outliers/index.js";
import { measurePicture } from "../../../src/review/outliers/measure_images.js";
import { severityOf } from "../../../src/review/outliers/reason.js";
import {
  fences,
  highLimit,
  highOutliers,
  lowLimit,
  medianOf,
} from "../../../src/review/outliers/statistics.js";
import { drawing, save } from "../pictures.js";

const root = mkdtempSync(join(tmpdir(), "skein-outliers-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const flat = (colour: string, width = 96, height = 64) =>
  sharp({ create: { width, height, channels: 3, background: colour } });

describe("findOutliers [native]", () => {
  beforeAll(async () => {
    for (let i = 0; i < 40; i++) await save(drawing(i), root, `plain/${String(i).padStart(2, "0")}.png`);
    await save(sharp(await drawing(50).png().toBuffer()).blur(6), root, "odd/blurred.png");
    await save(drawing(51).linear(0.1, 0), root, "odd/dark.png");
    await save(drawing(52).linear(0.02, 250), root, "odd/bright.png");
    await save(drawing(53).resize(12, 8), root, "odd/tiny.png");
    await save(drawing(54).resize(400, 40, { fit: "fill" }), root, "odd/long.png");
    await save(flat("#7a8c40"), root, "odd/flat.png");
  });

  it("names each that was planted, and no other", async () => {
    using device = await openDevice("native");
    const { train: images } = await openImages(root, { height: 32, width: 32 });
    const found = await findOutliers(images, device);
    const reasons = Object.fromEntries(
      found.map(({ image, reasons }) => [images.names![image]!, reasons.map(({ reason }) => reason)]),
    );
    expect(reasons["odd/blurred.png"]).toContain("blurred");
    expect(reasons["odd/dark.png"]).toContain("dark");
    expect(reasons["odd/bright.png"]).toContain("bright");
    expect(reasons["odd/tiny.png"]).toEqual(["tiny"]);
    expect(reasons["odd/long.png"]).toContain("odd shape");
    expect(reasons["odd/flat.png"]).toContain("one colour");
    expect(Object.keys(reasons).filter((name) => name.startsWith("plain/"))).toEqual([]);
    const tiny = found.find(({ image }) => images.names![image] === "odd/tiny.png")!;
    expect(tiny.reasons[0]!.text).toBe("12 x 8 pixels; the others have 96 x 64 in the middle");
    const severities = found.map(({ severity }) => severity);
    expect(severities).toEqual([...severities].sort((a, b) => b - a));
    expect(severities.every((severity) => severity > 0 && severity <= 1)).toBe(true);
  });

  it("looks for the reasons that were asked for", async () => {
    using device = await openDevice("native");
    const { train: images } = await openImages(root, { height: 32, width: 32 });
    const found = await findOutliers(images, device, { reasons: ["odd shape"] });
    expect(found.map(({ image }) => images.names![image])).toEqual(["odd/long.png"]);
    await expect(findOutliers(images, device, { reasons: ["ugly"] })).rejects.toThrow(
      /there is no reason ugly: reasons are far from all classes, /,
    );
  });

  it("finds what lies far from all images, and from all classes, in features that are given", async () => {
    using device = await openDevice("native");
    const { train: images } = await openImages(join(root, "plain"), { height: 32, width: 32 });
    const data = Float32Array.from({ length: 2 * images.count }, (_, i) => Math.sin(37 * i) / 4);
    const classOf = Int32Array.from({ length: images.count }, (_, i) => i % 2);
    for (let i = 0; i < images.count; i++) data[2 * i]! += 4 * (i % 2);
    data.set([-9, 30], 2 * 7);
    const found = await findOutliers(images, device, {
      features: { rows: images.count, columns: 2, data },
      classes: { classOf, names: new Map([[0, "left"]]) },
      reasons: ["far from all classes", "far from all images"],
    });
    expect(found.map(({ image }) => image)).toEqual([7]);
    expect(found[0]!.reasons.map(({ reason }) => reason).sort()).toEqual([
      "far from all classes",
      "far from all images",
    ]);
  });

  it("refuses classes of other images", async () => {
    using device = await openDevice("native");
    const { train: images } = await openImages(join(root, "odd"), { height: 32, width: 32 });
    const classes = { classOf: new Int32Array(3), names: new Map() };
    await expect(findOutliers(images, device, { classes })).rejects.toThrow(
      "findOutliers: classes of 3 images for 6: give those of the same images",
    );
  });
});

describe("what is measured", () => {
  const picture = (width: number, value: (x: number, y: number) => number) => ({
    ...{ width, height: width, channels: 1 },
    pixels: Uint8Array.from({ length: width * width }, (_, i) => value(i % width, Math.floor(i / width))),
  });

  it("is the Laplacian's variance: 4 x 255 at each cell of a chessboard", () => {
    const { sharpness, detail, dark, bright, spread } = measurePicture(
      picture(16, (x, y) => 255 * ((x + y) % 2)),
    );
    expect(sharpness).toBeCloseTo(1020 ** 2, -1);
    expect(detail).toBeCloseTo(1020 ** 2 / 127.5 ** 2, 1);
    expect([dark, bright, spread]).toEqual([0, 1, 127.5]);
  });

  it("takes the sharpest part, and shows transparency on white", () => {
    const half = measurePicture(picture(32, (x, y) => (x < 16 ? 128 : 255 * ((x + y) % 2))));
    expect(half.sharpness).toBeCloseTo(1020 ** 2, -1);
    const clear = measurePicture({ width: 4, height: 4, channels: 4, pixels: new Uint8Array(64) });
    expect(clear).toMatchObject({ dark: 1, bright: 1, spread: 0 });
  });

  it("has thresholds of a set", () => {
    const values = Float64Array.from({ length: 101 }, (_, i) => i);
    expect(medianOf(values)).toBe(50);
    expect(fences(values)).toEqual({ low: -50, high: 150 });
    expect(fences([1, 2, 3])).toEqual({ low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY });
    // Logarithms 0 to 10: median 5, MAD 3, so that 3.5 x 3 / 0.6745 lies above the median.
    const high = highOutliers(Float64Array.from({ length: 11 }, (_, i) => Math.exp(i)));
    expect(Math.log(high)).toBeCloseTo(5 + (3.5 * 3) / 0.6744897501960817, 9);
    expect(highOutliers(new Float64Array(20).fill(3))).toBe(Number.POSITIVE_INFINITY);
    const copies = Float64Array.from({ length: 100 }, (_, i) => (i < 80 ? 1e-7 * (1 + i) : 5));
    expect(highOutliers(copies)).toBe(Number.POSITIVE_INFINITY);
    expect(highOutliers(copies.subarray(0, 82))).toBeLessThan(5);
  });

  it("has limits that what is common in a set moves", () => {
    const values = (odd: number) =>
      Float64Array.from({ length: 100 }, (_, i) => (i < odd ? 0.1 : 0.6 + i / 1000));
    expect(lowLimit(values(10), 0.3)).toBe(0.3);
    // Quartiles 0.62475 and 0.67425.
    expect(highLimit(values(10), 0.65)).toBeCloseTo(0.67425 + 1.5 * 0.0495, 9);
    // With 40 of 100 the quartiles are 0.1 and 0.6745: the fence lies below all.
    expect(lowLimit(values(40), 0.3)).toBeLessThan(0);
    const logs = lowLimit(
      Float64Array.from({ length: 101 }, (_, i) => Math.expm1(i / 10)),
      1e6,
      {
        logarithm: true,
        also: (image) => image < 50,
      },
    );
    expect(logs).toBeCloseTo(Math.expm1(2.5 - 7.5), 9);
  });

  it("has distances to the nearest class in its own spread", () => {
    // Class 5 has its middle at 0 and root mean square sqrt(2 / 3); class 9 is too small.
    const found = classDistances(
      Float32Array.from([-1, 0, 1, 4, 100]),
      1,
      Int32Array.from([5, 5, 5, -1, 9]),
      new Map(),
    )!;
    const scale = Math.sqrt(2 / 3);
    expect([...found.distance].map((d) => d * scale)).toEqual(
      [1, 0, 1, 4, 100].map((d) => expect.closeTo(d, 9)),
    );
    expect(found.nearest[3]).toBe("class 5");
    expect(classDistances(Float32Array.of(1, 2), 1, Int32Array.of(0, 1), new Map())).toBeNull();
  });

  it("has a severity from 0 to 1", () => {
    expect(severityOf({ score: 10, threshold: 10 })).toBe(0);
    expect(severityOf({ score: 40, threshold: 10 })).toBe(0.75);
    expect(severityOf({ score: 0, threshold: 10 })).toBe(1);
  });

  it("has each reason once", () => {
    const [first] = outlierReasons();
    expect(() => registerOutlierReason(first!)).toThrow(/far from all classes is registered already/);
  });
});
