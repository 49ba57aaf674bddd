/**
 * OpenCV's bilateralFilter (Tomasi and Manduchi 1998): the mean of a round window, whose weights fall with distance in
 * space and in colour, the sum of the channels' differences. Sums are float32 here as there; OpenCV's order of additions
 * depends on the processor, so that a byte may differ by 1 (one or two bytes in 2 of 300 photographs of 64 x 64).
 */
import { padded, roundEven, toByte } from "../border.js";
import { number, whole } from "../parameters.js";
import { type Pixels, registerStep, type Size } from "../step.js";

const { fround } = Math;

registerStep({
  name: "bilateral",
  about: "takes away noise and keeps edges: the mean of near pixels of similar colour",
  parameters: {
    size: whole(9, 0, 255, "width of the window; 0 for three times the sigma of space"),
    sigmaColor: number(
      75,
      1e-3,
      1e6,
      "difference of colours that still counts much; of float32 pixels, in their units",
    ),
    sigmaSpace: number(75, 1e-3, 1e6, "distance in pixels that still counts much"),
  },
  prepare(size, { size: side, sigmaColor, sigmaSpace }) {
    const radius = Math.max(1, side > 0 ? side >> 1 : roundEven(Math.min(127, sigmaSpace * 1.5)));
    const bytes = padded(size, radius, "reflect", Uint8Array);
    const floats = padded(size, radius, "reflect", Float32Array);
    const colour = -0.5 / sigmaColor ** 2;
    const weights = Float32Array.from({ length: 256 * size.channels }, (_, i) => Math.exp(i * i * colour));
    const near = neighbours(radius, -0.5 / sigmaSpace ** 2, bytes.stride, size.channels);
    return (from, to) => {
      const { pixels, stride, fill } = to instanceof Uint8Array ? bytes : floats;
      fill(from);
      const weightOf =
        to instanceof Uint8Array
          ? (difference: number) => weights[difference]!
          : (difference: number) => Math.exp(difference * difference * colour);
      const first = radius * (stride + size.channels);
      if (size.channels === 1) filterGrey(pixels, stride, first, size, near, weightOf, to);
      else filterColours(pixels, stride, first, size, near, weightOf, to);
    };
  },
});

interface Neighbours {
  /** Offsets of the values around one. */
  readonly offsets: Int32Array;
  readonly weights: Float32Array;
}

/** Places within the radius, but the middle, in OpenCV's order. */
function neighbours(radius: number, space: number, stride: number, channels: number): Neighbours {
  const [offsets, weights]: number[][] = [[], []];
  for (let i = -radius; i <= radius; i++) {
    for (let j = -radius; j <= radius; j++) {
      const distance = i * i + j * j;
      if (distance === 0 || Math.sqrt(distance) > radius) continue;
      offsets!.push(i * stride + j * channels);
      weights!.push(Math.exp(distance * space));
    }
  }
  return { offsets: Int32Array.from(offsets!), weights: Float32Array.from(weights!) };
}

function filterGrey(
  pixels: Pixels,
  stride: number,
  first: number,
  { height, width }: Size,
  { offsets, weights }: Neighbours,
  weightOf: (difference: number) => number,
  to: Pixels,
): void {
  const bytes = to instanceof Uint8Array;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const here = first + y * stride + x;
      const own = pixels[here]!;
      let [sum, total] = [own, 1];
      for (let k = 0; k < offsets.length; k++) {
        const value = pixels[here + offsets[k]!]!;
        const weight = fround(weights[k]! * weightOf(Math.abs(value - own)));
        sum = fround(sum + value * weight);
        total = fround(total + weight);
      }
      to[at++] = bytes ? toByte(fround(sum / total)) : sum / total;
    }
  }
}

function filterColours(
  pixels: Pixels,
  stride: number,
  first: number,
  { height, width, channels }: Size,
  { offsets, weights }: Neighbours,
  weightOf: (difference: number) => number,
  to: Pixels,
): void {
  const bytes = to instanceof Uint8Array;
  const sums = new Float64Array(channels);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const here = first + y * stride + x * channels;
      for (let c = 0; c < channels; c++) sums[c] = pixels[here + c]!;
      let total = 1;
      for (let k = 0; k < offsets.length; k++) {
        const there = here + offsets[k]!;
        let difference = 0;
        for (let c = 0; c < channels; c++) difference += Math.abs(pixels[there + c]! - pixels[here + c]!);
        const weight = fround(weights[k]! * weightOf(difference));
        for (let c = 0; c < channels; c++) sums[c] = fround(sums[c]! + pixels[there + c]! * weight);
        total = fround(total + weight);
      }
      for (let c = 0; c < channels; c++)
        to[at++] = bytes ? toByte(fround(sums[c]! / total)) : sums[c]! / total;
    }
  }
}
