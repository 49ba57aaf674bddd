import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { loadImageFile, loadImageFolder } from "../../src/data/folder.js";
import type { RangeOption } from "../../src/data/samples.js";
import { ArgumentError } from "../../src/errors.js";
import { picture, put } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-samples-"));
afterAll(() => rmSync(root, { recursive: true }));

interface Tiff {
  readonly side: number;
  readonly data: ArrayBufferView;
  readonly bits: number;
  readonly format?: number;
  readonly bands?: number;
  readonly photometric?: number;
  readonly compression?: number;
  readonly extra?: number[];
}

/** A little-endian TIFF of one strip. */
function tiff({
  side,
  data,
  bits,
  format = 1,
  bands = 1,
  photometric = 1,
  compression = 1,
  extra,
}: Tiff): Buffer {
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const strip = compression === 8 ? deflateSync(raw) : raw;
  const entries: [number, number, number[]][] = [
    [256, 3, [side]],
    [257, 3, [side]],
    [258, 3, new Array(bands).fill(bits)],
    [259, 3, [compression]],
    [262, 3, [photometric]],
    [273, 4, [8]],
    [277, 3, [bands]],
    [278, 3, [side]],
    [279, 4, [strip.length]],
    ...(extra ? ([[338, 3, extra]] as [number, number, number[]][]) : []),
    [339, 3, new Array(bands).fill(format)],
  ];
  const start = 8 + strip.length + (strip.length % 2);
  const directory = Buffer.alloc(2 + 12 * entries.length + 4);
  const outside: Buffer[] = [];
  let after = start + directory.length;
  directory.writeUInt16LE(entries.length);
  for (const [i, [tag, type, values]] of entries.entries()) {
    const size = type === 3 ? 2 : 4;
    const bytes = Buffer.alloc(Math.max(4, size * values.length));
    for (const [j, value] of values.entries()) bytes.writeUIntLE(value, j * size, size);
    const at = 2 + 12 * i;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (bytes.length === 4) bytes.copy(directory, at + 8);
    else {
      directory.writeUInt32LE(after, at + 8);
      outside.push(bytes);
      after += bytes.length;
    }
  }
  const header = Buffer.from("49492a0000000000", "hex");
  header.writeUInt32LE(start, 4);
  return Buffer.concat([header, strip, Buffer.alloc(strip.length % 2), directory, ...outside]);
}

const SIDE = 4;
const size = { height: SIDE, width: SIDE, channels: 1 as const };
const ramp = Array.from({ length: SIDE * SIDE }, (_, i) => i / 15);
const grey = { side: SIDE, bits: 16 };
let files = 0;

async function read(bytes: Uint8Array, range?: RangeOption): Promise<number[]> {
  const { pixels } = await loadImageFile(put(root, `${files++}.tif`, bytes), { ...size, range });
  return [...pixels];
}
const bytesOf = (share: (i: number) => number) => ramp.map((_, i) => Math.round(share(i) * 255));

describe("range", () => {
  test.each([8, 10, 12, 14, 16])("auto finds samples of %i bits in 16", async (bits) => {
    const largest = 2 ** bits - 1;
    const data = Uint16Array.from(ramp, (share) => Math.round(share * largest));
    const pixels = await read(tiff({ ...grey, data }));
    // The decoder drops the lower byte of 16 bits.
    for (const [i, value] of pixels.entries()) expect(Math.abs(value - ramp[i]! * 255)).toBeLessThan(1);
  });

  const wide: [string, Buffer, RangeOption | undefined, (i: number) => number][] = [
    [
      "float 0 to 1",
      tiff({ ...grey, bits: 32, format: 3, data: Float32Array.from(ramp, (v) => v / 2) }),
      "auto",
      (i) => i / 30,
    ],
    [
      "float heights",
      tiff({ ...grey, bits: 32, format: 3, data: Float32Array.from(ramp, (v) => v * 800 - 100) }),
      "auto",
      (i) => i / 15,
    ],
    [
      "float, full",
      tiff({ ...grey, bits: 32, format: 3, data: Float32Array.from(ramp, (v) => v * 2 - 1) }),
      "full",
      (i) => Math.max(0, (2 * i) / 15 - 1),
    ],
    [
      "uint32",
      tiff({ ...grey, bits: 32, data: Uint32Array.from(ramp, (v) => 1e9 + v * 1e6) }),
      "auto",
      (i) => i / 15,
    ],
    [
      "a given range, clipped",
      tiff({ ...grey, data: Uint16Array.from(ramp, (v) => v * 3000) }),
      [1000, 2000],
      (i) => Math.min(1, Math.max(0, i / 5 - 1)),
    ],
  ];
  test.each(wide)("%s", async (_, bytes, range, share) => {
    const pixels = await read(bytes, range);
    for (const [i, value] of bytesOf(share).entries())
      expect(Math.abs(pixels[i]! - value)).toBeLessThanOrEqual(1);
  });

  test("is one for all images of a folder, which stay comparable, and is told", async () => {
    const folder = join(root, "scan");
    put(folder, "bright.tif", tiff({ ...grey, data: new Uint16Array(16).fill(4000) }));
    put(folder, "dark.tif", tiff({ ...grey, data: new Uint16Array(16).fill(400) }));
    const set = await loadImageFolder(folder, size);
    expect(set.range).toEqual({ uint16: [0, 4095] });
    expect([set.pixels[0], set.pixels[16]]).toEqual([249, 25]);
  });

  test.each([[[2, 1]], [[0, Number.NaN]], ["wide"], [{ uint16: [1, 1] }]])("%o is refused", async (range) => {
    const path = put(root, "any.tif", tiff({ ...grey, data: new Uint16Array(16) }));
    await expect(loadImageFile(path, { ...size, range: range as RangeOption })).rejects.toThrow(
      ArgumentError,
    );
  });
});

describe("TIFF that is not read is refused by name", () => {
  const bytes = new Uint8Array(1024);
  const refused: [RegExp, Omit<Tiff, "side" | "data">][] = [
    [/16-bit signed/, { bits: 16, format: 2 }],
    [/8-bit signed/, { bits: 8, format: 2 }],
    [/64-bit float/, { bits: 64, format: 3 }],
    [/16-bit float/, { bits: 16, format: 3 }],
    [/64-bit complex/, { bits: 64, format: 6 }],
    [/12-bit unsigned/, { bits: 12 }],
    [/of 5 bands/, { bits: 8, bands: 5 }],
    [/of 3 bands/, { bits: 8, bands: 3 }],
    [/of 4 bands, the last of which is not said to be alpha/, { bits: 8, bands: 4, photometric: 2 }],
    [/the last of which is not said/, { bits: 8, bands: 4, photometric: 2, extra: [0] }],
    [/camera raw/, { bits: 16, photometric: 32803 }],
    [/old-style JPEG/, { bits: 8, compression: 6 }],
    [/compression 34712/, { bits: 8, compression: 34712 }],
  ];
  test.each(refused)("%s", async (reason, kind) => {
    await expect(read(tiff({ side: SIDE, data: bytes, ...kind }))).rejects.toThrow(reason);
  });

  test("samples that are not finite", async () => {
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const data = Float32Array.from(ramp, (v, i) => (i === 7 ? odd : v));
      await expect(read(tiff({ ...grey, bits: 32, format: 3, data }))).rejects.toThrow(/not finite numbers/);
      await expect(read(tiff({ ...grey, bits: 32, format: 3, data }), [0, 1])).rejects.toThrow(/not finite/);
    }
  });

  test("a band that is said to be alpha is read", async () => {
    const data = Uint8Array.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 255 : 90));
    expect(await read(tiff({ side: SIDE, data, bits: 8, bands: 4, photometric: 2, extra: [2] }))).toEqual(
      new Array(16).fill(90),
    );
  });
});

test.each(["lzw", "deflate"] as const)("a damaged %s tile is found out", async (compression) => {
  const image = picture(256, 256).tiff({ compression, tile: true, tileWidth: 64, tileHeight: 64 });
  const bytes = await image.toBuffer();
  bytes.fill(0xff, 20_000, 20_200);
  await expect(read(bytes)).rejects.toThrow(/truncated or damaged/);
});

test("what the name hides is named by the content", async () => {
  const heic = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from("ftypheic\0\0\0\0mif1heic"),
    Buffer.alloc(64),
  ]);
  await expect(read(heic)).rejects.toThrow(/HEIC is not read: convert it to JPEG/);
  await expect(read(Buffer.from("8BPS\0\x01 and more"))).rejects.toThrow(/Photoshop/);
});

test("files of other kinds of picture get a line, and images without an extension are read", async () => {
  const folder = join(root, "mixed");
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: "#888" } })
    .png()
    .toBuffer();
  put(folder, "IMG_0001", png);
  for (const name of ["a.CR2", "b.dng", "c.dcm", "d.ico", "e.exr", "f.MP4", "g.mp4"]) put(folder, name, "x");
  put(folder, "scan", Buffer.concat([Buffer.alloc(128), Buffer.from("DICM")]));
  put(folder, "README", "text");
  put(folder, "notes.txt", "text");
  const set = await loadImageFolder(folder, size);
  expect(set.names).toEqual(["IMG_0001"]);
  expect(set.skipped.map((file) => file.name)).toEqual(["a.CR2", "b.dng", "c.dcm", "d.ico", "e.exr", "scan"]);
  // Videos and other files are counted.
  expect(set.others).toEqual({ ".mp4": 2, ".txt": 1, "": 1 });
});
