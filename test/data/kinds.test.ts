/** What becomes of the kinds of image files that people have, beyond size and colour. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { loadImageFolder } from "../../src/data/folder.js";
import { requireMemory } from "../../src/data/node/memory.js";
import { openImages } from "../../src/data/source.js";
import { DataError } from "../../src/errors.js";
import { put, solid } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-kinds-"));
afterAll(() => rmSync(root, { recursive: true }));
const size = { height: 4, width: 4 };
let folders = 0;
const newFolder = () => {
  const folder = join(root, `${folders++}`);
  mkdirSync(folder);
  return folder;
};

describe("SVG", () => {
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><rect width="1" height="2" fill="#f00"/></svg>';

  test("is drawn as large as the result, on the background", async () => {
    const folder = newFolder();
    put(folder, "a.svg", `<?xml version="1.0"?>\n<!-- ${"a licence ".repeat(50)} -->\n${drawing}`);
    put(folder, "plain", drawing);
    const set = await loadImageFolder(folder, { height: 16, width: 16 });
    expect(set).toMatchObject({ count: 2, channels: 3 });
    const row = Array.from({ length: 16 }, (_, x) => [...set.pixels.subarray(3 * x, 3 * x + 3)]);
    // The edge is sharp: enlarged pixels would be blurred over several columns.
    expect(row.slice(0, 7)).toEqual(new Array(7).fill([255, 0, 0]));
    expect(row.slice(9)).toEqual(new Array(7).fill([255, 255, 255]));
  });

  test("a page of HTML with a drawing is none, and a damaged one is skipped", async () => {
    const folder = newFolder();
    put(folder, "page", `<!DOCTYPE html><html>${drawing}</html>`);
    put(folder, "cut.svg", drawing.slice(0, 70));
    put(folder, "whole.svg", drawing);
    const set = await loadImageFolder(folder, size);
    expect(set.names).toEqual(["whole.svg"]);
    expect(set.skipped.map(({ name }) => name)).toEqual(["cut.svg"]);
    expect(set.others).toEqual({ "": 1 });
  });
});

/** A TIFF of 16-bit grey pages of 4 x 4, each of one value. */
function tiffPages(values: readonly number[]): Buffer {
  const pages = values.map((value, page) => {
    const start = 8 + page * 146;
    const tags = [
      [256, 4],
      [257, 4],
      [258, 16],
      [259, 1],
      [262, 1],
      [273, start],
      [277, 1],
      [278, 4],
      [279, 32],
    ] as const;
    const bytes = Buffer.alloc(146);
    for (let i = 0; i < 16; i++) bytes.writeUInt16LE(value, 2 * i);
    bytes.writeUInt16LE(tags.length, 32);
    for (const [i, [tag, number]] of tags.entries()) {
      bytes.writeUInt16LE(tag, 34 + 12 * i);
      bytes.writeUInt16LE(4, 36 + 12 * i);
      bytes.writeUInt32LE(1, 38 + 12 * i);
      bytes.writeUInt32LE(number, 42 + 12 * i);
    }
    bytes.writeUInt32LE(page + 1 < values.length ? start + 146 + 32 : 0, 142);
    return bytes;
  });
  return Buffer.concat([Buffer.from([0x49, 0x49, 42, 0, 40, 0, 0, 0]), ...pages]);
}

describe("frames", () => {
  /** An animation whose frames are grey, each of a value of its own. */
  const animation = (values: readonly number[]) => {
    const frames = Buffer.concat(values.map((value) => Buffer.alloc(4 * 4 * 3, value)));
    return sharp(frames, { raw: { width: 4, height: 4 * values.length, channels: 3, pageHeight: 4 } });
  };
  const values = Array.from({ length: 70 }, (_, i) => i * 3);
  const plain = { keepDuplicateFrames: true, interPaletteMaxError: 0, dither: 0 };
  const greys = (pixels: Uint8Array) => [...pixels].filter((_, i) => i % 16 === 0);

  test("all of them, in order, beyond a block of frames; the first by default", async () => {
    const folder = newFolder();
    put(folder, "a.gif", await animation(values).gif(plain).toBuffer());
    put(folder, "b.webp", await animation([10, 20]).webp({ lossless: true }).toBuffer());
    put(folder, "c.png", await solid(4, 4, "#787878").png().toBuffer());
    put(folder, "d.gif", "text");
    const all = await loadImageFolder(folder, { ...size, channels: 1, frames: "all" });
    expect(all.names).toEqual([...values.map((_, i) => `a.gif#${i + 1}`), "b.webp#1", "b.webp#2", "c.png"]);
    expect(greys(all.pixels)).toEqual([...values, 10, 20, 120]);
    expect(all).toMatchObject({ folder: null, skipped: [{ name: "d.gif" }] });
    const first = await loadImageFolder(folder, { ...size, channels: 1 });
    expect(first).toMatchObject({ names: ["a.gif", "b.webp", "c.png"], folder });
    expect(greys(first.pixels)).toEqual([0, 10, 120]);
  });

  test("pages of a TIFF, whose samples share one range", async () => {
    const folder = newFolder();
    const bytes = tiffPages([1000, 4000]);
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    put(folder, "pages.tif", bytes);
    const set = await loadImageFolder(folder, { ...size, channels: 1, frames: "all" });
    expect(set).toMatchObject({ names: ["pages.tif#1", "pages.tif#2"], range: { uint16: [0, 4095] } });
    expect(greys(set.pixels)).toEqual([62, 249]);
    expect((await loadImageFolder(folder, size)).range).toEqual({ uint16: [0, 1023] });
  });

  test("an animation that is cut off is skipped whole", async () => {
    const folder = newFolder();
    const bytes = await animation(values).webp({ lossless: true }).toBuffer();
    put(folder, "cut.webp", bytes.subarray(0, bytes.length / 2));
    put(folder, "z.gif", await animation([50, 60]).gif(plain).toBuffer());
    const set = await loadImageFolder(folder, { ...size, channels: 1, frames: "all" });
    expect(set.names).toEqual(["z.gif#1", "z.gif#2"]);
    expect(greys(set.pixels)).toEqual([50, 60]);
  });

  test("a wrong option is refused", async () => {
    await expect(loadImageFolder(newFolder(), { frames: "some" as "all" })).rejects.toThrow(
      /holds no images/,
    );
    const folder = newFolder();
    put(folder, "a.png", await solid(4, 4, "#fff").png().toBuffer());
    await expect(loadImageFolder(folder, { frames: "some" as "all" })).rejects.toThrow(
      /frames is "some"; give/,
    );
  });
});

test("an embedded profile is converted to sRGB", async () => {
  const folder = newFolder();
  const pixels = { create: { width: 8, height: 8, channels: 3 as const, background: "#c86432" } };
  const wide = await sharp(pixels).withIccProfile("p3").png().toBuffer();
  // The numbers in the file are those of the wide space.
  const stored = await sharp(wide, { ignoreIcc: true }).raw().toBuffer();
  expect(Math.abs(stored[0]! - 200)).toBeGreaterThan(5);
  put(folder, "wide.png", wide);
  const { pixels: decoded } = await loadImageFolder(folder, { ...size, channels: 3 });
  for (const [i, value] of [200, 100, 50].entries())
    expect(Math.abs(decoded[i]! - value)).toBeLessThanOrEqual(2);
});

test("HEIC is read where libvips can, else the remedy is named", async () => {
  const folder = newFolder();
  const heic = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from("ftypheic\0\0\0\0mif1heic"),
    Buffer.alloc(64),
  ]);
  put(folder, "a.heic", heic);
  put(folder, "b.png", await solid(4, 4, "#fff").png().toBuffer());
  const reasonOf = async () => (await loadImageFolder(folder, size)).skipped[0]!.reason;
  expect(await reasonOf()).toMatch(/HEIC is not read: convert it to JPEG/);
  const { input } = sharp.format.heif as unknown as { input: { fileSuffix: string[] } };
  const suffixes = input.fileSuffix;
  input.fileSuffix = [...suffixes, ".heic"];
  try {
    // Now it is tried; this one has a header and nothing more.
    expect(await reasonOf()).toMatch(/truncated or damaged/);
  } finally {
    input.fileSuffix = suffixes;
  }
});

test("tiny images are enlarged", async () => {
  const folder = newFolder();
  for (const side of [1, 2, 4]) put(folder, `${side}.png`, await solid(side, side, "#f00").png().toBuffer());
  const set = await loadImageFolder(folder);
  expect(set).toMatchObject({ count: 3, height: 32, width: 32, channels: 3 });
  expect(set.pixels.every((value, i) => value === (i % 3 === 0 ? 255 : 0))).toBe(true);
});

test("more pixels than memory are refused before any file is read, with the size needed", async () => {
  const folder = newFolder();
  for (let i = 0; i < 3; i++) put(folder, `${i}.png`, "");
  const huge = { height: 2 ** 21, width: 2 ** 21, channels: 1 } as const;
  const error = await loadImageFolder(folder, huge).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(DataError);
  expect((error as Error).message).toMatch(
    /^3 images of 2097152 x 2097152 x 1 take 12288.0 GiB, .*[\d.]+ GiB.*: .*choose a smaller height/,
  );
  const images = { count: 2, height: 10, width: 10, channels: 3 };
  expect(() => requireMemory(images, 599)).toThrow(DataError);
  expect(() => requireMemory(images, 600)).not.toThrow();
});

test("an IDX pair within another folder, as torchvision and Kaggle unpack it", async () => {
  const folder = newFolder();
  const image = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2);
  const label = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7);
  for (const part of ["train", "t10k"]) {
    put(folder, `MNIST/raw/${part}-images.idx3-ubyte`, image);
    put(folder, `MNIST/raw/${part}-labels-idx1-ubyte/${part}-labels-idx1-ubyte`, label);
  }
  const { train, test: held } = await openImages(folder);
  expect([train.count, held!.count, train.labels![0]]).toEqual([1, 1, 7]);
});
