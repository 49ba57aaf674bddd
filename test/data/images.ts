/** Image files for the tests: made by sharp, or broken by hand. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** A photo-like picture (smooth, with noise, so that no format shrinks it to nothing). */
export function picture(width: number, height: number, channels: 1 | 3 = 3, seed = 1): Sharp {
  let state = seed;
  const pixels = Buffer.alloc(width * height * channels);
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels[i] = (((i / channels) % width) / width) * 200 + (i % channels) * 20 + (state >>> 29);
  }
  const image = sharp(pixels, { raw: { width, height, channels } });
  return channels === 1 ? image.toColourspace("b-w") : image;
}

/** A picture of one colour. */
export function solid(width: number, height: number, colour: string): Sharp {
  return sharp({ create: { width, height, channels: 3, background: colour } });
}

/** Writes bytes under `root`, folders included, and returns the path. */
export function put(root: string, name: string, bytes: Uint8Array | string): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

/** A PNG whose header announces a size that its data do not have: what an image bomb begins with. */
export function pngHeader(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", Buffer.alloc(64)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
