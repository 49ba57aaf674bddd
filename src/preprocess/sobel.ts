/** Derivatives of images as OpenCV's Sobel. */
import { type Border, padded } from "./border.js";
import { convolve, type Separable, type Sums, sumsFor } from "./convolve.js";
import type { Pixels, Size } from "./step.js";

/** Derivatives along rows and columns, [height, width, channels] each. */
export interface Gradients {
  readonly x: Sums;
  readonly y: Sums;
}

/** A function that computes both derivatives of an image into memory of its own; exact where pixels are bytes. */
export function sobelOf(size: Size, taps: number, border: Border): (from: Pixels) => Gradients {
  const smooth = smoothing(taps - 1);
  const derivative = differenceOf(smoothing(taps - 3));
  const memory = (ArrayType: new (length: number) => Sums) => {
    const { rows, to } = sumsFor(size, taps, ArrayType);
    return { rows, x: to, y: new ArrayType(to.length) };
  };
  const radius = (taps - 1) / 2;
  const bytes = { image: padded(size, radius, border, Uint8Array), ...memory(Int32Array) };
  const floats = { image: padded(size, radius, border, Float32Array), ...memory(Float64Array) };
  const across: Separable = { across: derivative, down: smooth };
  const down: Separable = { across: smooth, down: derivative };
  return (from) => {
    const { image, rows, x, y } = from instanceof Uint8Array ? bytes : floats;
    image.fill(from);
    convolve(image, size, across, rows, x);
    convolve(image, size, down, rows, y);
    return { x, y };
  };
}

/** Binomial coefficients of a power of 1 + z. */
function smoothing(power: number): number[] {
  let kernel = [1];
  for (let i = 0; i < power; i++) kernel = [...kernel, 0].map((value, k) => value + (kernel[k - 1] ?? 0));
  return kernel;
}

/** The kernel convolved with [-1, 0, 1]. */
function differenceOf(kernel: readonly number[]): number[] {
  return Array.from({ length: kernel.length + 2 }, (_, k) => (kernel[k - 2] ?? 0) - (kernel[k] ?? 0));
}
