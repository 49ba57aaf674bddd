/** What lies outside of an image, as OpenCV's BORDER_REFLECT_101 (gfedcb|abcdefgh|gfedcba) and BORDER_REPLICATE. */
import type { Pixels, Size } from "./step.js";

export type Border = "reflect" | "replicate";

/** For places from -before to length + after - 1, the place inside that stands for each. */
export function borderPlaces(length: number, before: number, after: number, border: Border): Int32Array {
  const place = border === "reflect" ? reflected : clamped;
  return Int32Array.from({ length: before + length + after }, (_, i) => place(i - before, length));
}

const clamped = (i: number, length: number) => Math.min(Math.max(i, 0), length - 1);

function reflected(i: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const within = ((i % period) + period) % period;
  return within < length ? within : period - within;
}

/** An image with `radius` rows and columns more on each side. */
export interface Padded<T extends Pixels> {
  readonly pixels: T;
  /** Values in a row. */
  readonly stride: number;
  /** Fills `pixels` with another image. */
  fill(from: Pixels): void;
}

/** Memory for images with a border, bytes or float32. */
export function padded<T extends Pixels>(
  { height, width, channels }: Size,
  radius: number,
  border: Border,
  ArrayType: new (length: number) => T,
): Padded<T> {
  const stride = (width + 2 * radius) * channels;
  const pixels = new ArrayType(stride * (height + 2 * radius));
  const rows = borderPlaces(height, radius, radius, border);
  const columns = borderPlaces(width, radius, radius, border);
  return {
    pixels,
    stride,
    fill(from) {
      for (let y = 0; y < height; y++) {
        const own = (y + radius) * stride;
        pixels.set(from.subarray(y * width * channels, (y + 1) * width * channels), own + radius * channels);
        for (let i = 0; i < 2 * radius; i++) {
          const x = i < radius ? i : i + width;
          const source = (y * width + columns[x]!) * channels;
          for (let c = 0; c < channels; c++) pixels[own + x * channels + c] = from[source + c]!;
        }
      }
      for (let y = 0; y < rows.length; y++) {
        if (y >= radius && y < radius + height) continue;
        const source = (rows[y]! + radius) * stride;
        pixels.copyWithin(y * stride, source, source + stride);
      }
    },
  };
}

/** To the nearest whole number, halves to the even one, as C's rint and OpenCV's cvRound do; for values from -2^31 to 2^31. */
export function roundEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** A value as a byte: rounded, and within 0 to 255. */
export const toByte = (value: number) => (value <= 0 ? 0 : value >= 255 ? 255 : roundEven(value));
