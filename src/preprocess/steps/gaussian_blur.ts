/** OpenCV's GaussianBlur, with its fixed-point arithmetic where pixels are bytes; the border is reflected. */
import { padded } from "../border.js";
import { convolve, sumsFor } from "../convolve.js";
import { GAUSSIAN_BITS, gaussianKernel, wholeKernel } from "../gaussian.js";
import { number, odd, optional } from "../parameters.js";
import { registerStep } from "../step.js";

/** Standard deviations to each side that the window covers: of bytes, and of float32. */
const COVERED = { bytes: 3, floats: 4 };
const LARGEST = 1023;

registerStep({
  name: "gaussian-blur",
  aliases: ["blur"],
  about: "smooths: weighted means of a window, 5 x 5 by default",
  parameters: {
    sigma: optional(
      number(1, 0.01, 100, "standard deviation in pixels; that of the window's size by default"),
    ),
    size: optional(odd(5, 1, LARGEST, "side of the window; by default 5, or as wide as sigma asks for")),
  },
  prepare(size, { sigma, size: side }) {
    const windowOf = (covered: number) =>
      side ?? (sigma === null ? 5 : Math.min(LARGEST, Math.round(sigma * covered * 2 + 1) | 1));
    const taps = { bytes: windowOf(COVERED.bytes), floats: windowOf(COVERED.floats) };
    const whole = wholeKernel(gaussianKernel(taps.bytes, sigma));
    const kernel = gaussianKernel(taps.floats, sigma);
    const bytes = padded(size, (taps.bytes - 1) / 2, "reflect", Uint8Array);
    const floats = padded(size, (taps.floats - 1) / 2, "reflect", Float32Array);
    const wholeSums = sumsFor(size, taps.bytes, Int32Array);
    const floatSums = sumsFor(size, taps.floats, Float64Array);
    const half = 1 << (2 * GAUSSIAN_BITS - 1);
    return (from, to) => {
      if (to instanceof Uint8Array) {
        bytes.fill(from);
        convolve(bytes, size, { across: whole, down: whole }, wholeSums.rows, wholeSums.to);
        for (let i = 0; i < to.length; i++) to[i] = (wholeSums.to[i]! + half) >> (2 * GAUSSIAN_BITS);
      } else {
        floats.fill(from);
        convolve(floats, size, { across: kernel, down: kernel }, floatSums.rows, floatSums.to);
        to.set(floatSums.to);
      }
    };
  },
});
