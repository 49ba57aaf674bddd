/** Sets whose pixels lie in a file: the same bytes, not in the process's own memory, and nothing left behind. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { loadImageFolder } from "../../src/data/folder.js";
import { concat, createImageSet, subset } from "../../src/data/image_set.js";
import { pixelMemory } from "../../src/data/node/memory.js";
import { loadAddon } from "../../src/device/node/addon.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { centred } from "../../src/models/image_clusterer/centre.js";
import { imagesAt } from "../../src/models/images.js";
import { ImageClusterer } from "../../src/models/index.js";
import { prepared } from "../../src/models/preprocessing.js";
import { segmenterInput } from "../../src/models/segmenter/input.js";
import { parseSteps } from "../../src/preprocess/index.js";

const folder = mkdtempSync(join(tmpdir(), "skein-memory-"));
const pictures = join(folder, "pictures");
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

mkdirSync(pictures);
for (let i = 0; i < 60; i++) {
  const raw = Uint8Array.from(
    { length: 16 * 16 },
    (_, p) => ((p % 16 > 3 + (i % 3) * 4 ? 200 : 20) + i + p) % 256,
  );
  await sharp(raw, { raw: { width: 16, height: 16, channels: 1 } })
    .png()
    .toFile(join(pictures, `${100 + i}.png`));
}

const options = { height: 16, width: 16, range: "full" } as const;

it("pixels are the same in a file and in memory, and those that were skipped leave no gap", async () => {
  writeFileSync(join(pictures, "130x.png"), "no picture");
  const inMemory = await loadImageFolder(pictures, options);
  const inFile = await loadImageFolder(pictures, { ...options, memory: 0 });
  rmSync(join(pictures, "130x.png"));
  expect(inFile.skipped).toHaveLength(1);
  expect(inFile.pixels.buffer.byteLength).toBe(61 * 256);
  expect(Buffer.compare(inFile.pixels, inMemory.pixels)).toBe(0);
});

it("a model learns the same bits from them", async () => {
  const train = async (memory?: number) => {
    const images = await loadImageFolder(pictures, { ...options, ...(memory !== undefined && { memory }) });
    const clusterer = new ImageClusterer(
      { clusters: 3, stem: [], hidden: 8, heads: 2, batch: 20, epochs: 2, views: "digits" },
      "native",
    );
    await clusterer.fit(images);
    const state = await clusterer.network.stateDict();
    await clusterer.close();
    return state;
  };
  expect(await train(0)).toEqual(await train());
});

/** Bytes of the process that no file backs. */
function ownBytes(): number {
  const [, kib] = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))!;
  return Number(kib) * 1024;
}

it.runIf(process.platform === "linux")("they take no memory of the process's own", () => {
  const bytes = 2 ** 27;
  const before = ownBytes();
  const pixels = pixelMemory({ count: 2 ** 13, height: 128, width: 128, channels: 1 }, 0);
  pixels.fill(7);
  const inFile = ownBytes() - before;
  const other = pixelMemory({ count: 2 ** 13, height: 128, width: 128, channels: 1 }, bytes).fill(7);
  const inMemory = ownBytes() - before;
  expect([pixels.length, other.length]).toEqual([bytes, bytes]);
  expect(pixels.every((value) => value === 7)).toBe(true);
  expect(inFile).toBeLessThan(bytes / 4);
  expect(inMemory).toBeGreaterThan(bytes / 2);
});

it("the file has no name, and lies where TMPDIR says", () => {
  vi.stubEnv("TMPDIR", folder);
  const pixels = pixelMemory({ count: 1, height: 8, width: 8, channels: 3 }, 0);
  expect(pixels).toHaveLength(192);
  expect(readdirSync(folder)).toEqual(["pictures"]);
  vi.stubEnv("TMPDIR", join(folder, "nowhere"));
  // No such folder: they go into memory, which has room.
  expect(pixelMemory({ count: 1, height: 8, width: 8, channels: 3 }, 0)).toHaveLength(192);
});

it("an empty TMPDIR counts as none", () => {
  vi.stubEnv("TMPDIR", "");
  const opened = vi.spyOn(loadAddon(), "fileBacked");
  pixelMemory({ count: 1, height: 8, width: 8, channels: 3 }, 0);
  expect(isAbsolute(opened.mock.calls[0]![0])).toBe(true);
});

describe("copies of a set larger than half of the free memory lie in a file, too", () => {
  const set = createImageSet({
    ...{ count: 3, height: 8, width: 8, channels: 3, source: "test" },
    pixels: Uint8Array.from({ length: 3 * 192 }, (_, i) => (i * 37) % 251),
  });
  const grey = { ...set, channels: 1, pixels: set.pixels.subarray(0, 192) };
  it.each<[string, () => Promise<{ pixels: ArrayLike<number> }>]>([
    ["subset", async () => subset(set, [2, 0])],
    ["concat", async () => concat([set, set])],
    ["some images", async () => imagesAt(set, [2, 0])],
    ["steps of preprocessing", async () => prepared(set, parseSteps("grey,median"))],
    ["centred images", async () => centred(grey, "content")],
    [
      "images over white",
      async () =>
        segmenterInput("test", { ...set, channels: 4, count: 2, pixels: set.pixels.subarray(0, 512) }).images,
    ],
  ])("%s", async (_, copy) => {
    const wanted = await copy();
    const mapped = vi.spyOn(loadAddon(), "fileBacked");
    vi.spyOn(process, "availableMemory").mockReturnValue(0);
    const found = await copy();
    expect(mapped.mock.calls.map(([, bytes]) => bytes)).toContain(found.pixels.length);
    expect(found.pixels).toEqual(wanted.pixels);
  });
});

it("says whether the folder or the native addon is missing", async () => {
  const size = { count: 1, height: 8, width: 8, channels: 3 };
  const small = "choose a smaller height and width, or fewer images";
  const what = "1 images of 8 x 8 x 3 take 0.0 GiB, more than the free memory, and";
  vi.spyOn(process, "availableMemory").mockReturnValue(0);
  const nowhere = join(folder, "nowhere");
  vi.stubEnv("TMPDIR", nowhere);
  expect(() => pixelMemory(size)).toThrow(
    `${what} ${nowhere} cannot hold them (ENOENT: no such file or directory, statfs '${nowhere}'): ` +
      `set TMPDIR to a folder with more room, or ${small}.`,
  );
  vi.stubEnv("SKEIN_ADDON", join(folder, "none.node"));
  vi.resetModules();
  const fresh = await import("../../src/data/node/memory.js");
  expect(() => fresh.pixelMemory(size)).toThrow(
    /and the native addon cannot be loaded \(.*\): build it with "npm run build", or leave SKEIN_ADDON out, or choose a smaller/,
  );
});

it("refuses what neither memory nor the disk can hold, and a number of bytes that is none", async () => {
  const huge = { count: 2 ** 20, height: 2 ** 15, width: 2 ** 15, channels: 3 };
  expect(() => pixelMemory(huge, 0)).toThrow(DataError);
  for (const memory of [-1, Number.NaN]) {
    await expect(loadImageFolder(pictures, { ...options, memory })).rejects.toThrow(ArgumentError);
  }
});
