/**
 * A small PNG encoder for the pictures inside report.html, and for masks (PNG, third edition,
 * W3C 2025): 8 bits per channel, no interlace.
 */
import { promisify } from "node:util";
import { crc32, deflate, deflateSync } from "node:zlib";
import { finished, inTurns } from "../clustering/turns.js";
import { ArgumentError } from "../errors.js";

/** An image in memory: rows from the top, channels interleaved (HWC). */
export interface Raster {
  width: number;
  height: number;
  /** 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha. Alpha is not premultiplied. */
  channels: number;
  /** height * width * channels bytes. */
  pixels: Uint8Array;
  /** Red, green and blue of each value of a grey image, which then shows these colours: at most 256 of them. */
  palette?: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** PNG's colour type for 1, 2, 3 and 4 channels. */
const COLOUR_TYPES = [0, 4, 2, 6];
const PALETTED = 3;

/**
 * Encodes a raster as a PNG file.
 * @throws ArgumentError when sizes, channels and pixels do not fit together.
 */
export function encodePng(image: Raster): Uint8Array {
  checkRaster(image);
  return file(
    image,
    finished(candidates(image)).map((bytes) => deflateSync(bytes, COMPRESSION)),
  );
}

/**
 * The same bytes, while the event loop has its turns: large pictures take seconds.
 * @throws as `encodePng`; rejects with the reason of `signal` when it aborts.
 */
export async function encodeLargePng(image: Raster, signal?: AbortSignal): Promise<Uint8Array> {
  checkRaster(image);
  const rows = await inTurns(candidates(image), signal);
  return file(image, await Promise.all(rows.map((bytes) => promisify(deflate)(bytes, COMPRESSION))));
}

const COMPRESSION = { level: 9 };

function colourTypeOf({ channels, palette }: Raster): number | undefined {
  return palette ? PALETTED : COLOUR_TYPES[channels - 1];
}

function checkRaster(image: Raster): void {
  const { width, height, channels, pixels, palette } = image;
  if (colourTypeOf(image) === undefined) {
    throw new ArgumentError(`encodePng: channels is ${channels}, give 1, 2, 3 or 4.`);
  }
  if (!isSize(width) || !isSize(height) || pixels.length !== width * height * channels) {
    throw new ArgumentError(
      `encodePng: ${pixels.length} bytes do not make ${height} rows of ${width} pixels with ${channels} channels.`,
    );
  }
  if (palette && !(channels === 1 && pixels.every((value) => 3 * value < palette.length))) {
    throw new ArgumentError(
      `encodePng: a palette of ${palette.length / 3} colours is for one channel of values below their number.`,
    );
  }
}

/** The file with the shortest of the compressed pixels. */
function file(image: Raster, compressed: readonly Uint8Array[]): Uint8Array {
  const { width, height, palette } = image;
  const shortest = compressed.reduce((best, next) => (next.length < best.length ? next : best));
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colourTypeOf(image)!, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", palette)] : []),
    chunk("IDAT", shortest),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** The PNG of a raster as a `data:` address, ready for an img element. */
export function pngDataUri(image: Raster): string {
  return `data:image/png;base64,${Buffer.from(encodePng(image)).toString("base64")}`;
}

function isSize(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value < 2 ** 31;
}

/** Drawings compress best unfiltered, photographs with filtered rows: one of each. Yields after each row. */
function* candidates({ width, height, channels, pixels }: Raster): Generator<void, Uint8Array[]> {
  const stride = width * channels;
  const plain = new Uint8Array(height * (stride + 1));
  const filtered = new Uint8Array(height * (stride + 1));
  let above: Uint8Array = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const row = pixels.subarray(y * stride, (y + 1) * stride);
    plain.set(row, y * (stride + 1) + 1);
    filtered.set(filterRow(row, above, channels), y * (stride + 1));
    above = row;
    yield;
  }
  return [plain, filtered];
}

/** The filters of PNG 9.2: each predicts a byte from left (a), above (b) and above left (c). */
const PREDICTORS: ((a: number, b: number, c: number) => number)[] = [
  () => 0,
  (a) => a,
  (_, b) => b,
  (a, b) => (a + b) >> 1,
  paeth,
];

function paeth(a: number, b: number, c: number): number {
  const estimate = a + b - c;
  const [da, db, dc] = [Math.abs(estimate - a), Math.abs(estimate - b), Math.abs(estimate - c)];
  if (da <= db && da <= dc) return a;
  return db <= dc ? b : c;
}

/** The filter type and the filtered row, by the smallest sum of absolute differences (PNG 12.7). */
function filterRow(row: Uint8Array, above: Uint8Array, channels: number): Uint8Array {
  let best = new Uint8Array(0);
  let bestCost = Number.POSITIVE_INFINITY;
  PREDICTORS.forEach((predict, type) => {
    const out = new Uint8Array(row.length + 1);
    out[0] = type;
    let cost = 0;
    for (let i = 0; i < row.length; i++) {
      const a = i < channels ? 0 : row[i - channels]!;
      const c = i < channels ? 0 : above[i - channels]!;
      const difference = (row[i]! - predict(a, above[i]!, c)) & 0xff;
      out[i + 1] = difference;
      cost += difference < 128 ? difference : 256 - difference;
    }
    if (cost < bestCost) {
      best = out;
      bestCost = cost;
    }
  });
  return best;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(Buffer.from(type, "latin1"), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}
