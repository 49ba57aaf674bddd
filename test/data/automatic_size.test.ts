/** The size that images get where nobody gives one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { fileSize } from "../../src/cli/options.js";
import { loadImageFolder } from "../../src/data/folder.js";
import { sizeFor } from "../../src/data/size_for.js";
import { openImages } from "../../src/data/source.js";

const folder = mkdtempSync(join(tmpdir(), "skein-size-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder of images of [height, width], and of EXIF's orientation. */
async function pictures(name: string, sizes: readonly (readonly [number, number, number?])[]) {
  const root = join(folder, name);
  mkdirSync(root);
  for (const [i, [height, width, orientation = 1]] of sizes.entries()) {
    await sharp({ create: { width, height, channels: 3, background: "grey" } })
      .jpeg()
      .withMetadata({ orientation })
      .toFile(join(root, `${i}.jpg`));
  }
  return root;
}

describe("sizeFor", () => {
  const sizes = (...pairs: [number, number][]) => pairs.map(([height, width]) => ({ height, width }));
  it.each([
    ["one size stays", sizes([28, 28], [28, 28]), [28, 28]],
    ["one size stays that is not square", sizes([20, 36]), [20, 36]],
    ["tiny ones grow", sizes([8, 8]), [16, 16]],
    ["photographs shrink", sizes([3000, 4000], [3000, 4000]), [64, 85]],
    ["panoramas are cut", sizes([1000, 5000]), [64, 96]],
    ["medians, of each side alone", sizes([600, 400], [400, 600], [90, 500]), [64, 80]],
    ["one pixel", sizes([1, 1]), [16, 16]],
    ["none", [], [32, 32]],
  ])("%s", (_, given, [height, width]) => {
    expect(sizeFor(given)).toEqual({ height, width });
  });
});

describe('size: "auto"', () => {
  it("follows from the images as they are seen, damaged ones aside", async () => {
    const root = await pictures("turned", [
      [24, 40, 6],
      [40, 24],
      [40, 24],
    ]);
    writeFileSync(join(root, "9.jpg"), "no picture");
    const set = await loadImageFolder(root, { size: "auto" });
    expect([set.height, set.width, set.count, set.skipped.length]).toEqual([40, 24, 3, 1]);
    expect((await loadImageFolder(root)).height).toBe(32);
  });

  it("is what --size auto gives a source", async () => {
    const root = await pictures("small", [[50, 50]]);
    const { train } = await openImages(root, fileSize("--size")("auto"));
    expect([train.height, train.width]).toEqual([50, 50]);
    expect(fileSize("--size")("48x64")).toEqual({ height: 48, width: 64 });
    expect(() => fileSize("--size")("large")).toThrow("--size is large");
  });

  it("excludes a height and a width, and other words", async () => {
    const root = await pictures("one", [[20, 20]]);
    await expect(loadImageFolder(root, { size: "auto", height: 20 })).rejects.toThrow(
      "give one or the other",
    );
    await expect(loadImageFolder(root, { size: "big" as "auto" })).rejects.toThrow('size is "big"');
  });
});
