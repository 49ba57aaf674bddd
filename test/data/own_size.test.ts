import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadImageFolder } from "../../src/data/folder.js";
import { createImageSet, subset } from "../../src/data/image_set.js";
import { bySize, type OwnSizeBatch, ownSizeImages } from "../../src/data/own_size.js";
import { openImages } from "../../src/data/source.js";
import { encodePng } from "../../src/report/png.js";
import { zip } from "./archives.js";

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "skein-sizes-"));
  const pixels = Uint8Array.from({ length: 2 * 5 * 3 }, (_, i) => 8 * i);
  writeFileSync(join(folder, "a.png"), encodePng({ width: 5, height: 2, channels: 3, pixels }));
  const alpha = Uint8Array.of(10, 20, 30, 255, 40, 50, 60, 0);
  writeFileSync(join(folder, "b.png"), encodePng({ width: 1, height: 2, channels: 4, pixels: alpha }));
  // Lies on its side, and says so.
  const lying = sharp(pixels, { raw: { width: 5, height: 2, channels: 3 } }).withMetadata({ orientation: 6 });
  writeFileSync(join(folder, "c.jpg"), await lying.jpeg().toBuffer());
});
afterAll(() => rmSync(folder, { recursive: true }));

async function all(batches: AsyncIterable<OwnSizeBatch>): Promise<OwnSizeBatch[]> {
  const found: OwnSizeBatch[] = [];
  for await (const batch of batches) found.push(batch);
  return found;
}

describe("ownSizeImages", () => {
  it("reads each file at its own size, upright, with alpha where it has it", async () => {
    const set = await loadImageFolder(folder, { channels: 3 });
    const [batch] = await all(ownSizeImages(set));
    expect(batch!.places).toEqual([0, 1, 2]);
    const [a, b, c] = batch!.images;
    expect(a).toMatchObject({ height: 2, width: 5, channels: 3 });
    expect([...a!.pixels]).toEqual(Array.from({ length: 30 }, (_, i) => 8 * i));
    expect(b).toMatchObject({ height: 2, width: 1, channels: 4 });
    expect([...b!.pixels]).toEqual([10, 20, 30, 255, 40, 50, 60, 0]);
    expect(c).toMatchObject({ height: 5, width: 2, channels: 3 });
  });

  it("lists files that have become unreadable, and reads those of a part of the set", async () => {
    const set = await loadImageFolder(folder, { channels: 1 });
    writeFileSync(join(folder, "a.png"), "no picture");
    const [batch] = await all(ownSizeImages(subset(set, [0, 2])));
    expect(batch!.places).toEqual([1]);
    expect(batch!.images[0]!.channels).toBe(1);
    expect(batch!.skipped.map(({ name }) => name)).toEqual(["a.png"]);
  });

  it("gives images of an array as they are, and refuses those of an archive", async () => {
    const array = {
      count: 2,
      height: 1,
      width: 2,
      channels: 1 as const,
      pixels: Uint8Array.of(1, 2, 3, 4),
      source: "x.npy",
    };
    const [batch] = await all(ownSizeImages(createImageSet(array)));
    expect(batch!.images.map(({ pixels }) => [...pixels])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    const archive = createImageSet({ ...array, names: ["a", "b"], folder: null, source: "x.zip" });
    await expect(all(ownSizeImages(archive))).rejects.toThrow("x.zip holds several images in one file");
  });

  it("reads some images of an archive again", async () => {
    const names = ["p/a.png", "p/b.png", "q/c.png", "q/bad.png"];
    const members = await Promise.all(
      names.map(async (name, n) => {
        const image = sharp({ create: { width: 3 + n, height: 5, channels: 3, background: [9 * n, 40, 7] } });
        const png = await image.png().toBuffer();
        return { name, data: name.includes("bad") ? png.subarray(0, 50) : png };
      }),
    );
    writeFileSync(join(folder, "some.zip"), zip(members));
    const { train } = await openImages(join(folder, "some.zip"), { channels: 3 });
    expect(train.skipped.map(({ name }) => name)).toEqual(["q/bad.png"]);
    const [batch] = await all(ownSizeImages(subset(train, [0, 2])));
    expect(batch!.places).toEqual([0, 1]);
    expect(batch!.images.map(({ width, pixels }) => [width, ...pixels.subarray(0, 3)])).toEqual([
      [3, 0, 40, 7],
      [5, 18, 40, 7],
    ]);
  });

  it("stops at a signal", async () => {
    const set = await loadImageFolder(folder, { channels: 3 });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(all(ownSizeImages(set, { signal }))).rejects.toThrow("enough");
  });
});

describe("bySize", () => {
  it("puts images of one size and one number of channels together", () => {
    const image = (height: number, channels: number, value: number) => ({
      ...{ height, width: 1, channels },
      pixels: new Uint8Array(height * channels).fill(value),
    });
    const groups = bySize([image(1, 1, 5), image(2, 1, 6), image(1, 1, 7), image(1, 3, 8)]);
    expect(groups.map(({ rows, count, pixels }) => [rows, count, [...pixels]])).toEqual([
      [[0, 2], 2, [5, 7]],
      [[1], 1, [6, 6]],
      [[3], 1, [8, 8, 8]],
    ]);
  });
});
