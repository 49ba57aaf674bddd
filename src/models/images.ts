/** Images as models take them. */
import { pixelMemory } from "../data/memory.js";
import type { RangeOption } from "../data/samples.js";
import { yieldToEvents } from "../device/yield.js";
import { DataError } from "../errors.js";
import { host } from "../host/host.js";

/** Bytes hashed before timers and signals get their turn. */
const HASH_BYTES = 2 ** 23;

/** Height, width and channels of a model's images. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** How samples of more than 8 bits were read, for new images to be read alike; "full" where absent. */
  readonly range?: RangeOption;
}

/** Images as bytes, 0 to 255, [count, height, width, channels]. An `ImageSet` is one. */
export interface Images extends ImageSize {
  readonly count: number;
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** The images at `rows`, in that order; the same ones, not copied, where rows are as many as they are. */
export function imagesAt(images: Images, rows: readonly number[]): Images {
  if (rows.length === images.count) return images;
  const bytes = images.height * images.width * images.channels;
  const pixels = pixelMemory({ ...images, count: rows.length });
  for (const [to, from] of rows.entries()) {
    pixels.set(images.pixels.subarray(from * bytes, (from + 1) * bytes), to * bytes);
  }
  return { ...images, count: rows.length, pixels };
}

/** A short name for a set's pixels and labels, by which a checkpoint knows its data again. */
export async function fingerprint(images: Images, labels?: ArrayLike<number>): Promise<string> {
  return (await host().sha256(piecesToHash(images, labels))).slice(0, 32);
}

async function* piecesToHash(images: Images, labels: ArrayLike<number> | undefined) {
  const { count, height, width, channels, pixels } = images;
  yield new TextEncoder().encode(`${count}x${height}x${width}x${channels}`);
  for (let begin = 0; begin < pixels.length; begin += HASH_BYTES) {
    const { buffer, byteOffset, length } = pixels.subarray(begin, begin + HASH_BYTES);
    yield new Uint8Array(buffer, byteOffset, length);
    await yieldToEvents();
  }
  if (labels) yield new Uint8Array(Int32Array.from(labels).buffer);
}

/**
 * Values 0 to 255 in one byte each: those of other arrays would be read as something else. A canvas gives its pixels
 * as a Uint8ClampedArray: the same bytes, returned as the type that the rest takes.
 * @throws {DataError} when pixels are of another type, or their number is not that of the shape.
 */
export function checkPixels(images: Images): Images {
  const { count, height, width, channels, pixels } = images;
  if (!(pixels instanceof Uint8Array) && !((pixels as unknown) instanceof Uint8ClampedArray)) {
    throw new DataError(
      `pixels are ${describeArray(pixels)}: give a Uint8Array of values 0 to 255 ` +
        "(of 0 to 1: Uint8Array.from(pixels, (value) => Math.round(value * 255)))",
    );
  }
  const bytes = count * height * width * channels;
  if (pixels.length !== bytes) {
    throw new DataError(
      `${pixels.length} bytes of pixels for images of shape [${count}, ${height}, ${width}, ${channels}]: give ${bytes}`,
    );
  }
  if (pixels instanceof Uint8Array) return images;
  const clamped = pixels as Uint8ClampedArray;
  return { ...images, pixels: new Uint8Array(clamped.buffer, clamped.byteOffset, clamped.length) };
}

/** @throws {DataError} when images are not of the size that a model takes. */
export function checkModelSize(images: Images, size: ImageSize): void {
  if (images.height === size.height && images.width === size.width && images.channels === size.channels)
    return;
  throw new DataError(
    `the model takes images of ${size.height} x ${size.width} x ${size.channels}, ` +
      `these are ${images.height} x ${images.width} x ${images.channels}: load them in the model's size`,
  );
}

function describeArray(value: unknown): string {
  if (value === null || typeof value !== "object") return `${value === null ? "null" : typeof value}`;
  const name = value.constructor?.name ?? "object";
  return `${/^[AEIOU]/.test(name) && !name.startsWith("Ui") ? "an" : "a"} ${name}`;
}
