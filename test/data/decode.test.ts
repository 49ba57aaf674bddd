import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { type DecodeOptions, openDecoder } from "../../src/data/decode.js";
import { ArgumentError } from "../../src/errors.js";
import { picture, pngHeader, put, solid } from "./images.js";

const folder = mkdtempSync(join(tmpdir(), "skein-decode-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** Decodes an image that is written to a file first. */
async function decode(bytes: Uint8Array, channels: 1 | 3, options: DecodeOptions = {}): Promise<number[]> {
  const decoder = await openDecoder({ height: 4, width: 4, ...options });
  return [...(await decoder.decode(put(folder, `${files++}.png`, bytes), channels))];
}

/** Why an image cannot be decoded; fails if it can. */
async function reasonOf(path: string, options: DecodeOptions = {}): Promise<string> {
  const decoder = await openDecoder(options);
  await expect(decoder.decode(path, 3)).rejects.toThrow();
  return decoder.explain(path);
}

const grey = (value: number, pixels: number) => new Array(pixels).fill(value);
/** Red left half, blue right half. */
function halves(width: number, height: number): Sharp {
  const right = { create: { width: width / 2, height, channels: 3 as const, background: "#00f" } };
  return solid(width, height, "#f00").composite([{ input: right, left: width / 2, top: 0 }]);
}

const formats: Record<string, (image: Sharp) => Sharp> = {
  png: (image) => image.png(),
  "interlaced png": (image) => image.png({ progressive: true }),
  jpeg: (image) => image.jpeg(),
  "progressive jpeg": (image) => image.jpeg({ progressive: true }),
  webp: (image) => image.webp(),
  "lossless webp": (image) => image.webp({ lossless: true }),
  "tiff, lzw": (image) => image.tiff({ compression: "lzw" }),
  "tiff, jpeg": (image) => image.tiff({ compression: "jpeg" }),
  gif: (image) => image.gif(),
  avif: (image) => image.avif({ effort: 0 }),
};

describe.each(Object.entries(formats))("%s", (format, encode) => {
  test("gives the picture's colours, whatever its size", async () => {
    // Lossy formats and GIF's palette stay within a few grey levels on a plain colour.
    for (const [width, height] of [
      [1, 1],
      [3, 50],
      [301, 200],
    ] as const) {
      const pixels = await decode(await encode(solid(width, height, "#c86432")).toBuffer(), 3);
      for (let i = 0; i < pixels.length; i++)
        expect(Math.abs(pixels[i]! - [200, 100, 50][i % 3]!)).toBeLessThan(6);
    }
  });

  // Large enough that JPEG's shrink-on-load is at work: it must not hide the missing end.
  test.each([0.1, 0.5, 0.9, 0.99])("cut off at %s of its bytes is found out", async (part) => {
    const bytes = await encode(picture(600, 400)).toBuffer();
    const path = put(folder, `${format} ${part}.png`, bytes.subarray(0, Math.floor(bytes.length * part)));
    expect(await reasonOf(path)).toMatch(/truncated or damaged/);
  });
});

describe("what is done to an image", () => {
  test("16-bit values are scaled to 8 bits", async () => {
    const values = Uint16Array.from({ length: 16 }, (_, i) => i * 4096 + 100);
    const image = sharp(values, { raw: { width: 4, height: 4, channels: 1 } }).toColourspace("grey16");
    const png = await image.clone().png().toBuffer();
    const tiff = await image.clone().tiff({ compression: "lzw" }).toBuffer();
    for (const bytes of [png, tiff]) {
      expect((await sharp(bytes).metadata()).depth).toBe("ushort");
      for (const channels of [1, 3] as const) {
        const pixels = await decode(bytes, channels);
        // 65535 becomes 255; less than one level off, whichever way a value is rounded.
        for (const [i, value] of pixels.entries()) {
          expect(Math.abs(value - values[Math.floor(i / channels)]! / 257)).toBeLessThan(1);
        }
      }
    }
  });

  test("16-bit alpha is flattened like any other", async () => {
    const values = new Uint16Array(4 * 4 * 4).map((_, i) => (i % 4 === 3 ? 32768 : 0));
    const png = await sharp(values, { raw: { width: 4, height: 4, channels: 4 } })
      .toColourspace("rgb16")
      .png()
      .toBuffer();
    const pixels = await decode(png, 3);
    for (const value of pixels) expect(Math.abs(value - 127)).toBeLessThan(2);
  });

  test("transparency shows the background: white, or black if asked", async () => {
    const clear = await sharp({ create: { width: 9, height: 9, channels: 4, background: "#ff000000" } })
      .png()
      .toBuffer();
    expect(await decode(clear, 3)).toEqual(grey(255, 48));
    expect(await decode(clear, 1)).toEqual(grey(255, 16));
    expect(await decode(clear, 3, { background: "black" })).toEqual(grey(0, 48));
    const greyAlpha = await sharp(Buffer.alloc(32, 0), { raw: { width: 4, height: 4, channels: 2 } })
      .png()
      .toBuffer();
    expect(await decode(greyAlpha, 1)).toEqual(grey(255, 16));
  });

  test("EXIF orientation turns a picture upright", async () => {
    // Orientation 6: to be turned clockwise, so that left (red) becomes top.
    const turned = await halves(40, 40).png().withMetadata({ orientation: 6 }).toBuffer();
    const jpeg = await halves(40, 40).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
    for (const bytes of [turned, jpeg]) {
      const pixels = await decode(bytes, 3);
      expect(pixels[0]).toBeGreaterThan(240);
      expect(pixels[3 * 3]).toBeGreaterThan(240);
      expect(pixels[12 * 3]).toBeLessThan(15);
      expect(pixels[12 * 3 + 2]).toBeGreaterThan(240);
    }
  });

  test("of an animation the first frame is taken", async () => {
    const frames = Buffer.concat([Buffer.alloc(48, 10), Buffer.alloc(48, 240)]);
    const raw = { width: 4, height: 8, channels: 3 as const, pageHeight: 4 };
    for (const animation of [sharp(frames, { raw }).gif(), sharp(frames, { raw }).webp({ lossless: true })]) {
      const bytes = await animation.toBuffer();
      expect((await sharp(bytes).metadata()).pages).toBe(2);
      expect(await decode(bytes, 3)).toEqual(grey(10, 48));
    }
  });

  test("CMYK becomes sRGB", async () => {
    const cmyk = await solid(8, 8, "#ffffff").toColourspace("cmyk").jpeg().toBuffer();
    expect((await sharp(cmyk).metadata()).channels).toBe(4);
    for (const value of await decode(cmyk, 3)) expect(value).toBeGreaterThan(250);
  });

  test("fit decides about shapes: cover crops the middle, contain pads, fill stretches", async () => {
    // 24 x 8: green ends, red middle third.
    const image = solid(24, 8, "#0f0").composite([
      { input: { create: { width: 8, height: 8, channels: 3, background: "#f00" } }, left: 8, top: 0 },
    ]);
    const bytes = await image.png().toBuffer();
    const size = { height: 8, width: 8 };
    expect(await decode(bytes, 3, size)).toEqual(Array.from({ length: 64 }, () => [255, 0, 0]).flat());
    const contained = await decode(bytes, 3, { ...size, fit: "contain" });
    expect(contained.slice(0, 24)).toEqual(grey(255, 24));
    expect((await decode(bytes, 3, { ...size, fit: "contain", background: "black" })).slice(0, 24)).toEqual(
      grey(0, 24),
    );
    const filled = await decode(bytes, 3, { ...size, fit: "fill" });
    // Green at (row 4, column 0), but for the resampling filter's ringing; stretched, (0, 0) is green too.
    expect(contained[(4 * 8 + 0) * 3 + 1]).toBeGreaterThan(240);
    expect(filled[1]).toBeGreaterThan(240);
    expect(filled[(7 * 8 + 4) * 3]).toBeGreaterThan(240);
  });
});

describe("what cannot be decoded", () => {
  test("a zero-byte file", async () => {
    expect(await reasonOf(put(folder, "zero.png", ""))).toBe("the file is empty (0 bytes)");
  });

  test("a text file renamed .png", async () => {
    expect(await reasonOf(put(folder, "text.png", "dear diary\n"))).toMatch(
      /none of PNG, JPEG.*whatever the name says/,
    );
  });

  test("a missing file", async () => {
    expect(await reasonOf(join(folder, "missing.png"))).toMatch(/no such file/);
  });

  test("a file whose permissions forbid reading", async () => {
    const path = put(folder, "secret.png", await solid(4, 4, "#000").png().toBuffer());
    chmodSync(folder, 0o755);
    chmodSync(path, 0o000);
    // Root may read anything: give that up for the while.
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid!(65534);
    try {
      expect(await reasonOf(path)).toBe("the file may not be read: check its permissions");
    } finally {
      if (root) process.seteuid!(0);
    }
  });

  test("an image of 30,000 x 30,000 pixels, unless the limit is raised", async () => {
    const path = put(folder, "huge.png", pngHeader(30000, 30000));
    expect(await reasonOf(path)).toBe(
      "30000 x 30000 pixels are more than the limit of 100000000: " +
        "raise it with --max-pixels 900000000 (option maxPixels)",
    );
    // With the limit raised, what is wrong with it is that its data are missing.
    expect(await reasonOf(path, { maxPixels: 900_000_000 })).toMatch(/truncated or damaged/);
    expect(await reasonOf(path, { maxPixels: Number.POSITIVE_INFINITY })).toMatch(/truncated or damaged/);
  });

  test("the limit is met, not exceeded, by an image of just so many pixels", async () => {
    const path = put(folder, "100.png", await solid(10, 10, "#fff").png().toBuffer());
    expect(statSync(path).size).toBeGreaterThan(0);
    expect(await (await openDecoder({ maxPixels: 100 })).decode(path, 1)).toHaveLength(32 * 32);
    expect(await reasonOf(path, { maxPixels: 99 })).toMatch(/10 x 10 pixels are more than the limit of 99/);
  });
});

test.each([[{ height: 0 }], [{ width: 1.5 }], [{ maxPixels: -1 }], [{ height: Number.NaN }]])(
  "options %o are refused",
  async (options) => {
    await expect(openDecoder(options)).rejects.toThrow(ArgumentError);
  },
);
