/** Copies and near-duplicates, and which of them is kept. */
import { copyFileSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadImageFolder } from "../../src/data/folder.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { Random } from "../../src/random/philox.js";
import { alignment, warped } from "../../src/review/duplicates/alignment.js";
import { duplicateGroups } from "../../src/review/duplicates/groups.js";
import { findDuplicates, KeeperChoice, nearDuplicates } from "../../src/review/duplicates/index.js";
import { litCorrelation } from "../../src/review/duplicates/light.js";
import { halved } from "../../src/review/duplicates/thumbnails.js";
import { onEachDevice } from "../support/devices.js";
import { changes, drawing, save } from "./pictures.js";

const DRAWINGS = 12;
const reading = { height: 32, width: 32, fit: "fill", channels: 3 } as const;
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "skein-duplicates-"));
  for (let n = 0; n < DRAWINGS; n++) {
    await save(drawing(n), root, `all/${n}-original.png`);
    for (const [name, change] of Object.entries(changes)) {
      await save(await change(drawing(n)), root, `all/${n}-${name}.${name === "jpeg" ? "jpg" : "png"}`);
    }
  }
});
afterAll(() => rmSync(root, { recursive: true }));

const drawingOf = (name: string) => Number(name.split("-")[0]);

onEachDevice("near-duplicates", (device) => {
  it("finds every changed picture, and no other", async () => {
    const images = await loadImageFolder(join(root, "all"), reading);
    const names = images.names!;
    const pairs = await nearDuplicates(images, device);
    for (const { a, b, similarity } of pairs) {
      expect([drawingOf(names[a]!), names[b]]).toEqual([drawingOf(names[b]!), names[b]]);
      expect(similarity).toBeGreaterThanOrEqual(0.96);
      expect(similarity).toBeLessThanOrEqual(1);
    }
    const groups = duplicateGroups(pairs);
    expect(groups.map((group) => group.length)).toEqual(
      Array(DRAWINGS).fill(1 + Object.keys(changes).length),
    );
    const withMirrors = pairs.filter(({ mirrored }) => mirrored);
    expect(withMirrors.length).toBeGreaterThan(0);
    for (const { a, b } of withMirrors) {
      expect([names[a], names[b]].filter((name) => name!.includes("mirrored"))).toHaveLength(1);
    }
    const apart = await nearDuplicates(images, device, { mirrored: false });
    expect(apart).toEqual(pairs.filter(({ mirrored }) => !mirrored));
  });

  it("finds a group of more pictures than are looked at first", async () => {
    const count = 40;
    const image = (await loadImageFolder(join(root, "all"), { ...reading, limit: 1 })).pixels;
    const pixels = new Uint8Array(count * image.length);
    const random = new Random(3, 0);
    for (let i = 0; i < pixels.length; i++) {
      pixels[i] = Math.max(0, Math.min(255, image[i % image.length]! + Math.round(4 * random.uniform() - 2)));
    }
    const images = { count, height: 32, width: 32, channels: 3 as const, pixels };
    const pairs = await nearDuplicates(
      { ...images, names: null, labels: null, labelNames: null, skipped: [], source: "" },
      device,
      {
        mirrored: false,
      },
    );
    expect(pairs).toHaveLength((count * (count - 1)) / 2);
  });
});

onEachDevice("near-duplicates refuse", (device) => {
  it("other sizes, and similarities out of range", async () => {
    const images = await loadImageFolder(join(root, "all"), { ...reading, height: 16, limit: 2 });
    await expect(nearDuplicates(images, device)).rejects.toThrow(DataError);
    await expect(nearDuplicates(images, device, { similarity: 0.2 })).rejects.toThrow(ArgumentError);
  });
});

it("aligns what was shifted and scaled, as the same warp does in float64", () => {
  const smooth = (x: number, y: number) =>
    100 + 60 * Math.sin(3 * x + 1) * Math.cos(4 * y) + 30 * Math.sin(7 * x * y);
  const picture = (scale: number, shift: number) =>
    Float32Array.from({ length: 1024 }, (_, i) => {
      const [x, y] = [(2 * (i % 32)) / 31 - 1, (2 * Math.floor(i / 32)) / 31 - 1];
      return smooth(scale * x + shift, scale * y - shift / 2);
    });
  const small = (cells: Float32Array) => ({ side: 16, cells: halved(cells, 32) });
  const aligned = (a: Float32Array, b: Float32Array) => {
    const warp = alignment(small(a), small(b));
    return litCorrelation(a, warp ? warped(b, 32, 1, warp) : b, 1);
  };
  const plain = picture(1, 0);
  expect(aligned(plain, plain)).toBeCloseTo(1, 6);
  for (const [scale, shift] of [
    [0.97, 0.03],
    [1.05, -0.04],
    [1, 0.06],
  ] as const) {
    const moved = picture(scale, shift);
    const before = plain.reduce((sum, value, i) => sum + (value - 100) * (moved[i]! - 100), 0);
    expect(before).toBeGreaterThan(0);
    expect(aligned(moved, plain)).toBeGreaterThan(0.998);
  }
  // More than a tenth is another picture.
  expect(aligned(picture(1, 0.5), plain)).toBeLessThan(0.9);
});

/** 32 x 32 cells of three channels, a third of them white. */
function colours(seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: 3072 }, (_, i) =>
    i % 7 < 2 ? 255 : Math.floor(255 * random.uniform()),
  );
}
const lit = (values: Float32Array, gain: number, offset: number) =>
  values.map((value) => Math.min(255, Math.max(0, gain * value + offset)));

it.each([
  [1.1, 0],
  [1.3, 10],
  [0.9, 0],
  [0.8, 30],
  [1.2, -40],
])("finds the light in which two pictures are the same: values x %d + %d, cut off", (gain, offset) => {
  const plain = colours(1);
  const other = lit(plain, gain, offset);
  expect(litCorrelation(plain, other, 1)).toBeCloseTo(1, 3);
  expect(litCorrelation(other, plain, 1)).toBeCloseTo(1, 3);
});

it("tells other colours and other pictures from other light", () => {
  const plain = colours(1);
  const swapped = plain.map((_, i) => plain[i - (i % 3) + ((i + 1) % 3)]!);
  expect(litCorrelation(plain, swapped, 1)).toBeLessThan(0.8);
  expect(litCorrelation(plain, colours(2), 1)).toBeLessThan(0.8);
  const outside = plain.slice().fill(Number.NaN, 0, 1000);
  expect(litCorrelation(plain, outside, 1)).toBeCloseTo(1, 6);
  expect(
    litCorrelation(
      plain,
      plain.map(() => 200),
      1,
    ),
  ).toBe(0);
});

it("groups what pairs join, also through others", () => {
  const pairs = [
    { a: 4, b: 7 },
    { a: 1, b: 2 },
    { a: 7, b: 9 },
    { a: 0, b: 9 },
    { a: 2, b: 1 },
  ];
  expect(duplicateGroups(pairs)).toEqual([
    [0, 4, 7, 9],
    [1, 2],
  ]);
  expect(duplicateGroups([])).toEqual([]);
});

it("keeps by the first rule that decides", async () => {
  const folder = join(root, "keep");
  const large = await save(drawing(1).resize(192, 128), folder, "b/large.png");
  const blurred = await save(drawing(1).resize(192, 128).blur(3), folder, "blurred.png");
  const small = await save(drawing(1), folder, "a.png");
  const copy = join(folder, "copy of large.png");
  copyFileSync(large, copy);
  utimesSync(large, 1000, 1000);
  utimesSync(copy, 2000, 2000);
  const files = [large, blurred, small, copy].map((path) => ({ path, name: path.slice(folder.length + 1) }));
  const kept = async (rules?: string[], some = files) => (await KeeperChoice.open(rules)).choose(some);
  expect(await kept()).toEqual({ place: 0, reason: "oldest, 1970-01-01 00:16 UTC" });
  expect(await kept(["path"])).toEqual({ place: 2, reason: "shortest path" });
  expect(await kept(undefined, files.slice(0, 3))).toMatchObject({ place: 0, reason: /^sharpest, / });
  expect(await kept(undefined, files.slice(1, 3))).toEqual({ place: 0, reason: "most pixels, 24,576" });
  expect(await kept([], files)).toEqual({ place: 2, reason: "first by its letters" });
  await expect(KeeperChoice.open(["colour"])).rejects.toThrow(
    "there is no rule colour: rules are resolution, ",
  );
});

onEachDevice("copies", (device) => {
  it("are found by their bytes, and go with what is similar", async () => {
    const folder = join(root, "copies");
    const original = await save(drawing(20), folder, "a.png");
    copyFileSync(original, join(folder, "b.png"));
    await save(drawing(20).resize(60, 40), folder, "c.png");
    await save(drawing(21), folder, "d.png");
    const images = await loadImageFolder(folder, reading);
    const names = [...images.names!];
    const files = names.map((name) => join(folder, name));
    const [group, ...others] = await findDuplicates(images, { files, names }, device);
    expect(others).toEqual([]);
    expect(group!.members.map(({ image, kind }) => [names[image], kind])).toEqual([
      ["a.png", "kept"],
      ["b.png", "copy"],
      ["c.png", "similar"],
    ]);
  });
});
