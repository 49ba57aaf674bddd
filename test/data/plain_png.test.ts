/** PNG files that are read without sharp: the same pixels, or none. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { openDecoder } from "../../src/data/decode.js";
import { encodePngQuickly } from "../../src/data/encode_png.js";
import { plainPng } from "../../src/data/plain_png.js";
import { Random } from "../../src/random/philox.js";
import { encodePng } from "../../src/report/png.js";
import { picture, put } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-plain-"));
afterAll(() => rmSync(root, { recursive: true }));
const [height, width] = [9, 13];
const decoder = await openDecoder({ height, width, range: "full" });

let files = 0;
/** What sharp makes of a file, of which the decoder gets the path: pixels, or null where it refuses it. */
async function bySharp(file: Uint8Array, channels: 1 | 3): Promise<Buffer | null> {
  const pixels = await decoder.decode(put(root, `${files++}.png`, file), channels).catch(() => null);
  return pixels && Buffer.from(pixels);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const framed = Buffer.alloc(12 + data.length);
  framed.writeUInt32BE(data.length);
  framed.write(type, 4, "latin1");
  framed.set(data, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, 8 + data.length)), 8 + data.length);
  return framed;
}

/** A file of random bytes, each row with this filter type, or with each in turn. */
function filtered(
  channels: 1 | 3,
  type: number | null,
  more: readonly Buffer[] = [],
  change: Record<number, number> = {},
): Buffer {
  const stride = width * channels;
  const rows = Uint8Array.from(
    { length: height * (stride + 1) },
    (_, i) => Math.imul(i + 7, 2654435761) >>> 24,
  );
  for (let y = 0; y < height; y++) rows[y * (stride + 1)] = type ?? y % 5;
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, channels === 1 ? 0 : 2, 0, 0, 0]);
  for (const [at, value] of Object.entries(change)) header[Number(at)] = value;
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  const packed = deflateSync(rows);
  const half = packed.length >> 1;
  const data = [chunk("IDAT", packed.subarray(0, half)), chunk("IDAT", packed.subarray(half))];
  return Buffer.concat([signature, chunk("IHDR", header), ...more, ...data, chunk("IEND", new Uint8Array())]);
}

describe("the pixels are those of sharp", () => {
  it.each([0, 1, 2, 3, 4, null])("filter type %s", async (type) => {
    for (const [stored, wanted] of [
      [1, 1],
      [1, 3],
      [3, 3],
    ] as const) {
      const file = filtered(stored, type, [chunk("tEXt", Buffer.from("Title\0x"))]);
      expect(Buffer.from(plainPng(file, height, width, wanted)!)).toEqual(await bySharp(file, wanted));
    }
  });

  it("of the files that sharp and Skein write", async () => {
    for (const channels of [1, 3] as const) {
      const written = await picture(width, height, channels).png().toBuffer();
      const pixels = (await bySharp(written, channels))!;
      const again = { height, width, channels, pixels };
      for (const file of [written, encodePng(again), encodePngQuickly(again, 0)]) {
        expect(Buffer.from(plainPng(file, height, width, channels)!)).toEqual(pixels);
      }
    }
  });
});

const GAMMA = chunk("gAMA", Buffer.from([0, 1, 134, 160]));
const LINEAR_SRGB = Buffer.from([12, 13, 0, 1]);
/** TIFF's directory of one value: turned by 90 degrees. */
const TURNED = Buffer.from("4d4d002a00000008000101120003000000010006000000000000", "hex");

describe("chunks beside the pixels", () => {
  it.each<[string, Buffer]>([
    ["a gamma", GAMMA],
    ["a gamma of zero", chunk("gAMA", Buffer.alloc(4))],
    ["sRGB", chunk("sRGB", Buffer.of(2))],
    ["chromaticities", chunk("cHRM", Buffer.alloc(32, 1))],
    ["a background", chunk("bKGD", Buffer.of(0, 7))],
    ["bits", chunk("sBIT", Buffer.of(5))],
    ["an empty text", chunk("tEXt", Buffer.alloc(0))],
    ["a resolution cut short", chunk("pHYs", Buffer.alloc(3))],
    [
      "ImageMagick's EXIF",
      chunk(
        "tEXt",
        Buffer.from(`Raw profile type exif\0\nexif\n${TURNED.length}\n${TURNED.toString("hex")}\n`),
      ),
    ],
  ])("%s changes none", async (_, more) => {
    for (const channels of [1, 3] as const) {
      const file = filtered(channels, null, [more]);
      const plain = plainPng(file, height, width, channels);
      expect(plain).toEqual(plainPng(filtered(channels, null), height, width, channels));
      expect(Buffer.from(plain!)).toEqual(await bySharp(file, channels));
    }
  });
});

it("files with bytes changed are read as sharp reads them, or left to it", async () => {
  let read = 0;
  for (let seed = 0; seed < 400; seed++) {
    const random = new Random(seed);
    const channels = random.integer(2) === 0 ? 1 : 3;
    const file = Buffer.from(filtered(channels, null, [GAMMA, chunk("tEXt", Buffer.from("Title\0x"))]));
    // Outside of the rows, most of whose values may be any.
    const at = [random.integer(80), file.length - 1 - random.integer(30)][random.integer(2)]!;
    file[at] = [0, 0xff, random.integer(256)][random.integer(3)]!;
    if (random.integer(4) > 0) sumsCorrected(file);
    for (const wanted of [1, 3] as const) {
      const plain = plainPng(file, height, width, wanted);
      if (plain === null) continue;
      read++;
      expect(Buffer.from(plain), `seed ${seed}`).toEqual(await bySharp(file, wanted));
    }
  }
  expect(read).toBeGreaterThan(100);
});

/** The same file with a text between its two parts of data, which is not allowed. */
function apart(file: Buffer): Buffer {
  const second = file.lastIndexOf("IDAT") - 4;
  const text = chunk("tEXt", Buffer.from("Title\0x"));
  return Buffer.concat([file.subarray(0, second), text, file.subarray(second)]);
}

/** Every chunk's sum is made to fit it, as far as chunks can be told apart. */
function sumsCorrected(file: Buffer): void {
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at);
    if (at + 12 + length > file.length) return;
    file.writeUInt32BE(crc32(file.subarray(at + 4, at + 8 + length)), at + 8 + length);
    at += 12 + length;
  }
}

const small = picture(width, height, 3);
const grey = picture(width, height, 1);
const cases: Record<string, Uint8Array> = {
  "a palette": await small.clone().png({ palette: true }).toBuffer(),
  "16 bits": await small.clone().toColourspace("rgb16").png().toBuffer(),
  alpha: await small.clone().ensureAlpha(0.5).png().toBuffer(),
  "grey and alpha": await grey.clone().ensureAlpha(0.5).png().toBuffer(),
  "a colour profile": await small.clone().withIccProfile("p3").png().toBuffer(),
  "coding-independent code points": filtered(3, null, [chunk("cICP", LINEAR_SRGB)]),
  "an orientation": filtered(3, null, [chunk("eXIf", TURNED)]),
  interlaced: await small.clone().png({ progressive: true }).toBuffer(),
  "an animation": filtered(3, null, [chunk("acTL", Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]))]),
  "another size": await picture(20, 30, 3).png().toBuffer(),
  "a JPEG": await small.clone().jpeg().toBuffer(),
  grey: await grey.clone().png().toBuffer(),
  colour: await small.clone().png().toBuffer(),
  "cut short": (await small.clone().png().toBuffer()).subarray(0, 150),
  "a wrong sum": Buffer.from(filtered(3, 0)).fill(1, 50, 51),
};

describe("a decoder gives the same for content as for a file:", () => {
  it.each(Object.entries(cases))("%s", async (name, file) => {
    for (const channels of [1, 3] as const) {
      const pixels = await decoder.decode(file, channels).catch(() => null);
      expect(pixels && Buffer.from(pixels)).toEqual(await bySharp(file, channels));
      expect(pixels === null).toBe(["cut short", "a wrong sum"].includes(name));
    }
  });

  it("more pixels than are to be read", async () => {
    const strict = await openDecoder({ height, width, maxPixels: height * width - 1 });
    await expect(strict.decode(cases.grey!, 1)).rejects.toThrow();
    expect(await strict.explain(cases.grey!)).toMatch(/more than the limit of 116/);
  });
});

describe("left to sharp:", () => {
  it.each<[string, Buffer]>([
    ["another height", filtered(1, 0, [], { 7: 8 })],
    ["another width", filtered(1, 0, [], { 3: 12 })],
    ["16 bits", filtered(1, 0, [], { 8: 16 })],
    ["a palette", filtered(1, 0, [], { 9: 3 })],
    ["alpha", filtered(1, 0, [], { 9: 4 })],
    ["interlaced", filtered(1, 0, [], { 12: 1 })],
    ["a filter that does not exist", filtered(1, 5)],
    ["a colour profile", cases["a colour profile"] as Buffer],
    ["code points of colours", filtered(1, 0, [chunk("cICP", LINEAR_SRGB)])],
    ["an orientation", filtered(1, 0, [chunk("eXIf", TURNED)])],
    ["an animation", filtered(1, 0, [chunk("acTL", Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]))])],
    ["data in two places", apart(filtered(1, 0))],
    ["a transparent colour", filtered(1, 0, [chunk("tRNS", Buffer.from([0, 7]))])],
    ["a wrong sum", Buffer.from(filtered(1, 0)).fill(1, 50, 51)],
    ["an end that is missing", filtered(1, 0).subarray(0, -12)],
    ["a part", filtered(1, 0).subarray(0, 60)],
    ["bytes alone", Buffer.from("no image at all, but some text of more than 45 bytes")],
    ["nothing", Buffer.alloc(0)],
  ])("%s", (_, file) => {
    expect(plainPng(file, height, width, 1)).toBe(null);
  });

  it("colour where grey is wanted, too much data, and large images", async () => {
    expect(plainPng(filtered(3, 0), height, width, 1)).toBe(null);
    const large = await sharp(Buffer.alloc(257 * 128), { raw: { height: 128, width: 257, channels: 1 } })
      .toColourspace("b-w")
      .png()
      .toBuffer();
    expect(plainPng(large, 128, 257, 1)).toBe(null);
    const bomb = Buffer.concat([
      filtered(1, 0).subarray(0, 33),
      chunk("IDAT", deflateSync(Buffer.alloc(5_000_000))),
      chunk("IEND", Buffer.alloc(0)),
    ]);
    expect(plainPng(bomb, height, width, 1)).toBe(null);
  });
});
