/** Sets whose pixels lie in a file: the same bytes, not in the process's own memory, and nothing left behind. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, it, vi } from "vitest";
import { loadImageFolder } from "../../src/data/folder.js";
import { pixelMemory } from "../../src/data/memory.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { ImageClusterer } from "../../src/models/index.js";

const folder = mkdtempSync(join(tmpdir(), "skein-memory-"));
const pictures = join(folder, "pictures");
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
  vi.unstubAllEnvs();
});

it("refuses what neither memory nor the disk can hold, and a number of bytes that is none", async () => {
  const huge = { count: 2 ** 20, height: 2 ** 15, width: 2 ** 15, channels: 3 };
  expect(() => pixelMemory(huge, 0)).toThrow(DataError);
  for (const memory of [-1, Number.NaN]) {
    await expect(loadImageFolder(pictures, { ...options, memory })).rejects.toThrow(ArgumentError);
  }
});
