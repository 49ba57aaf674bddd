/** OpenCV's medianBlur: the median of a square window, each channel on its own; the outermost pixels go on outside. */
import { padded } from "../border.js";
import { odd } from "../parameters.js";
import { registerStep, type Size } from "../step.js";

registerStep({
  name: "median",
  about: "takes away specks: the median of a square window",
  parameters: { size: odd(3, 1, 255, "side of the window") },
  prepare(size, { size: side }) {
    const radius = (side - 1) / 2;
    const bytes = padded(size, radius, "replicate", Uint8Array);
    const floats = padded(size, radius, "replicate", Float32Array);
    return (from, to) => {
      if (to instanceof Uint8Array) {
        bytes.fill(from);
        medianOfBytes(bytes.pixels, bytes.stride, size, side, to);
      } else {
        floats.fill(from);
        medianOfFloats(floats.pixels, floats.stride, size, side, to as Float32Array);
      }
    };
  },
});

/**
 * A histogram that moves along each row (Huang, Yang and Tang 1979): a column comes, one goes, and the median moves
 * by the few values that changed sides.
 */
function medianOfBytes(
  pixels: Uint8Array,
  stride: number,
  { height, width, channels }: Size,
  side: number,
  to: Uint8Array,
): void {
  const histogram = new Int32Array(256);
  const half = (side * side - 1) / 2;
  for (let y = 0; y < height; y++) {
    for (let c = 0; c < channels; c++) {
      histogram.fill(0);
      const corner = y * stride + c;
      for (let i = 0; i < side; i++) {
        for (let j = 0; j < side; j++) histogram[pixels[corner + i * stride + j * channels]!]!++;
      }
      // `below` values of the window are less than `median`.
      let [median, below] = [0, 0];
      for (let x = 0; ; x++) {
        while (below > half) below -= histogram[--median]!;
        while (below + histogram[median]! <= half) below += histogram[median++]!;
        to[(y * width + x) * channels + c] = median;
        if (x === width - 1) break;
        let leaving = corner + x * channels;
        for (let i = 0; i < side; i++, leaving += stride) {
          const [old, next] = [pixels[leaving]!, pixels[leaving + side * channels]!];
          histogram[old]!--;
          histogram[next]!++;
          below += (next < median ? 1 : 0) - (old < median ? 1 : 0);
        }
      }
    }
  }
}

function medianOfFloats(
  pixels: Float32Array,
  stride: number,
  { height, width, channels }: Size,
  side: number,
  to: Float32Array,
): void {
  const window = new Float32Array(side * side);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width * channels; x++) {
      for (let i = 0, n = 0; i < side; i++) {
        for (let j = 0; j < side; j++) window[n++] = pixels[(y + i) * stride + x + j * channels]!;
      }
      to[at++] = window.sort()[(window.length - 1) / 2]!;
    }
  }
}
