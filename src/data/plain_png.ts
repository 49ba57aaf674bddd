/**
 * PNG files that need no conversion (PNG, third edition, W3C 2025): 8 bits, grey or RGB, neither interlaced nor with anything that
 * changes colours or turns the image. Small ones are read here in a tenth of the time that sharp takes for its threads.
 */
import { crc32, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Chunks that change no pixel that libvips reads, whatever is in them; of chunks about colour it follows profiles alone. */
const HARMLESS = new Set(["tEXt", "zTXt", "iTXt", "tIME", "pHYs", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD"]);
/** Values of pixels: with more, handing a file to sharp's threads takes less of this one. */
const MAX_VALUES = 2 ** 15;

/**
 * The pixels of a PNG file of this size, [height, width, channels]; null for any other file, damaged ones among them, which is
 * left to sharp.
 */
export function plainPng(
  file: Uint8Array,
  height: number,
  width: number,
  channels: 1 | 3,
): Uint8Array<ArrayBuffer> | null {
  if (height * width * channels > MAX_VALUES) return null;
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (bytes.length < 45 || !bytes.subarray(0, 8).equals(SIGNATURE)) return null;
  const parts: Buffer[] = [];
  let stored = 0;
  let before = "";
  for (let at = 8; ; ) {
    const length = at + 12 <= bytes.length ? bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    if (at + 12 + length > bytes.length) return null;
    const type = bytes.toString("latin1", at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length)) return null;
    if (type === "IHDR") {
      stored = at === 8 && length === 13 ? channelsOf(data, height, width) : 0;
      if (stored === 0 || stored > channels) return null;
    } else if (type === "IDAT") {
      // Those of an image follow each other.
      if (parts.length > 0 && before !== "IDAT") return null;
      parts.push(data);
    } else if (type === "IEND") {
      break;
    } else if (!HARMLESS.has(type)) {
      return null;
    }
    before = type;
    at += 12 + length;
  }
  if (stored === 0) return null;
  const rows = inflated(parts, height * (width * stored + 1));
  const pixels = rows && unfiltered(rows, height, width * stored, stored);
  if (pixels === null || stored === channels) return pixels;
  const coloured = new Uint8Array(3 * pixels.length);
  for (let i = 0; i < pixels.length; i++) coloured.fill(pixels[i]!, 3 * i, 3 * i + 3);
  return coloured;
}

/** 1 or 3; 0 where the header is of another size or kind. */
function channelsOf(header: Buffer, height: number, width: number): number {
  const isSize = header.readUInt32BE(0) === width && header.readUInt32BE(4) === height;
  const [depth, colour, compression, filter, interlace] = header.subarray(8);
  if (!isSize || depth !== 8 || compression !== 0 || filter !== 0 || interlace !== 0) return 0;
  return colour === 0 ? 1 : colour === 2 ? 3 : 0;
}

function inflated(parts: readonly Buffer[], length: number): Buffer | null {
  try {
    const data = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    const rows = inflateSync(data, { maxOutputLength: length });
    return rows.length === length ? rows : null;
  } catch {
    return null;
  }
}

/** Rows behind their filter types, as PNG 9.2 has them: each byte is stored as its difference from a prediction. */
function unfiltered(
  rows: Buffer,
  height: number,
  stride: number,
  step: number,
): Uint8Array<ArrayBuffer> | null {
  const pixels = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const type = rows[y * (stride + 1)]!;
    if (type > 4) return null;
    const from = y * (stride + 1) + 1;
    const to = y * stride;
    for (let i = 0; i < stride; i++) {
      const left = i < step ? 0 : pixels[to + i - step]!;
      const above = y === 0 ? 0 : pixels[to + i - stride]!;
      const corner = i < step || y === 0 ? 0 : pixels[to + i - stride - step]!;
      pixels[to + i] = rows[from + i]! + predicted(type, left, above, corner);
    }
  }
  return pixels;
}

function predicted(type: number, left: number, above: number, corner: number): number {
  switch (type) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    default: {
      const estimate = left + above - corner;
      const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - above), Math.abs(estimate - corner)];
      return a <= b && a <= c ? left : b <= c ? above : corner;
    }
  }
}
