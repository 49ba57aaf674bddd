/** Samples of more than 8 bits: which of their values become 0 and 255. */
import { ArgumentError } from "../errors.js";

/** Sample types of more than 8 bits that are read. Those of 1 to 8 bits are taken as they are. */
export const SAMPLE_ARRAYS = { uint16: Uint16Array, uint32: Uint32Array, float32: Float32Array } as const;
/** Types of samples with more than 8 bits, which become bytes as `RangeOption` says. */
export type SampleType = keyof typeof SAMPLE_ARRAYS;
export type Samples = Uint16Array | Uint32Array | Float32Array;

/** The values that become 0 and 255; those outside are clipped. */
export type SampleRange = readonly [low: number, high: number];
/** A range for each sample type that occurred. */
export type SampleRanges = Partial<Record<SampleType, SampleRange>>;

/**
 * How samples of more than 8 bits become bytes.
 * - "auto": one range for all images of a source, so that they stay comparable: for uint16, 0 to
 *   the largest value of 8, 10, 12, 14 or 16 bits, whichever holds the largest sample of all
 *   images; for float32, 0 to 1 where all samples lie in it; else the least to the largest
 *   sample of all images.
 * - "full": all values of an integer type; 0 to 1 for float32.
 * - [low, high]: these values, for all types.
 * - an object: the ranges that "auto" found for other images, as `ImageSet.ranges` has them.
 */
export type RangeOption = "auto" | "full" | SampleRange | SampleRanges;

const FULL: Record<SampleType, SampleRange> = {
  uint16: [0, 2 ** 16 - 1],
  uint32: [0, 2 ** 32 - 1],
  float32: [0, 1],
};
const CAMERA_BITS = [8, 10, 12, 14];

/** @throws {ArgumentError} */
export function requireRange(range: RangeOption | undefined): void {
  if (range === undefined || range === "auto" || range === "full") return;
  const ranges = Array.isArray(range)
    ? [range]
    : typeof range === "object" && range
      ? Object.values(range)
      : [];
  const ok = ([low, high, ...more]: readonly number[]) =>
    Number.isFinite(low) && Number.isFinite(high) && low! < high! && more.length === 0;
  if ((Array.isArray(range) || ranges.length > 0 || typeof range === "object") && ranges.every(ok)) return;
  throw new ArgumentError(
    `images: range is ${JSON.stringify(range)}; give "auto", "full", or two numbers [low, high] with low below high`,
  );
}

/** The range for a sample type, or null where `range` has none for it. "auto" has to be measured before. */
export function rangeOf(range: RangeOption, type: SampleType): SampleRange | null {
  if (range === "full") return FULL[type];
  if (range !== "auto" && isPair(range)) return range;
  const known = range === "auto" ? undefined : (range as SampleRanges)[type];
  // 16 bits were always read in full where nothing else is known of them.
  return known ?? (type === "uint16" ? FULL.uint16 : null);
}

function isPair(range: SampleRange | SampleRanges): range is SampleRange {
  return Array.isArray(range);
}

/** The range that "auto" takes for samples between `low` and `high`. */
export function autoRange(type: SampleType, low: number, high: number): SampleRange {
  if (type === "uint16") {
    const bits = CAMERA_BITS.find((width) => high < 2 ** width);
    return bits === undefined ? FULL.uint16 : [0, 2 ** bits - 1];
  }
  if (type === "float32" && low >= 0 && high <= 1) return FULL.float32;
  return low < high ? [low, high] : [low, low + 1];
}

/** Least and largest sample of the colour bands. @throws {RangeError} where one is not finite. */
export function extremes(samples: Samples, bands: number, colours: number): SampleRange {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < samples.length; at += bands) {
    for (let band = 0; band < colours; band++) {
      const value = samples[at + band]!;
      if (!Number.isFinite(value)) throw new RangeError("not finite");
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/** Bytes of the samples; an alpha band, which follows the colours, is scaled by the type's own range. */
export function toBytes(
  samples: Samples,
  type: SampleType,
  bands: number,
  colours: number,
  range: SampleRange,
): Uint8ClampedArray {
  const bytes = new Uint8ClampedArray(samples.length);
  for (let band = 0; band < bands; band++) {
    const [low, high] = band < colours ? range : FULL[type];
    const scale = 255 / (high - low);
    // A Uint8ClampedArray rounds and clips.
    for (let at = band; at < samples.length; at += bands) bytes[at] = (samples[at]! - low) * scale;
  }
  return bytes;
}
