/** Pictures as files. */
import { crc32, deflateSync } from "node:zlib";
import type { ImageSet } from "./image_set.js";
import { loadSharp } from "./sharp.js";

/** One image of a set as a PNG file. */
export async function encodePngOf(
  { height, width, channels, pixels }: Pick<ImageSet, "height" | "width" | "channels" | "pixels">,
  image: number,
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const bytes = height * width * channels;
  const own = pixels.subarray(image * bytes, (image + 1) * bytes);
  const raster = sharp(own, { raw: { width, height, channels } });
  return await (channels === 1 ? raster.toColourspace("b-w") : raster).png().toBuffer();
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const END = chunk("IEND", new Uint8Array());

/**
 * The same for very many small images (PNG, third edition, W3C 2025): rows unfiltered, compressed quickly. It takes a tenth of the time of
 * `encodePngOf`, and gives the same bytes with every version of sharp.
 */
export function encodePngQuickly(
  { height, width, channels, pixels }: Pick<ImageSet, "height" | "width" | "channels" | "pixels">,
  image: number,
): Uint8Array {
  const stride = width * channels;
  const rows = Buffer.alloc(height * (stride + 1));
  for (let y = 0; y < height; y++) {
    const from = (image * height + y) * stride;
    rows.set(pixels.subarray(from, from + stride), y * (stride + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 1 ? 0 : 2], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 1 })),
    END,
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, "latin1");
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}
