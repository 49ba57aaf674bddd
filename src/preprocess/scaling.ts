/** Values scaled to a range or to deviations, as the normalising steps do. */
import { toByte } from "./border.js";
import { extent, moments } from "./statistics.js";
import type { Pixels } from "./step.js";

/** How values of one range are scaled. */
export type Scaling = (from: Pixels, to: Pixels) => void;

/** OpenCV tells no values apart that differ by less. */
const EPSILON = 2 ** -52;

/** OpenCV's normalize with NORM_MINMAX: to 0 and 255 of bytes, with a factor in float32, or to 0 and 1. */
export const minMax: Scaling = (from, to) => {
  const bytes = to instanceof Uint8Array;
  const { low, high } = extent(from);
  const scale = (bytes ? 255 : 1) * (high - low > EPSILON ? 1 / (high - low) : 0);
  const shift = -low * scale;
  if (bytes) {
    const [factor, offset] = [Math.fround(scale), Math.fround(shift)];
    for (let i = 0; i < to.length; i++) to[i] = toByte(Math.fround(from[i]! * factor + offset));
  } else for (let i = 0; i < to.length; i++) to[i] = from[i]! * scale + shift;
};

/**
 * Deviations from the mean, (x - mean) / standard deviation, 0 where all values are equal. Bytes cannot be negative: -d
 * becomes 0, 0 becomes 127.5, d becomes 255, and what lies beyond ends there.
 */
export const zScore =
  (d: number): Scaling =>
  (from, to) => {
    const bytes = to instanceof Uint8Array;
    const { mean, deviation } = moments(from);
    const scale = deviation > 0 ? 1 / deviation : 0;
    for (let i = 0; i < to.length; i++) {
      const score = (from[i]! - mean) * scale;
      to[i] = bytes ? toByte(127.5 + (127.5 * score) / d) : score;
    }
  };
