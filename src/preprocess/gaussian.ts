/** Kernels of Gaussian blur, as OpenCV's getGaussianKernel and its fixed-point one for bytes. */
import { roundEven } from "./border.js";

/** Without a sigma, windows up to 9 wide have these weights, of their sum. */
const SMALL: Readonly<Record<number, readonly number[]>> = {
  1: [1],
  3: [1, 2, 1],
  5: [1, 4, 6, 4, 1],
  7: [2, 7, 14, 18, 14, 7, 2],
  9: [4, 13, 30, 51, 60, 51, 30, 13, 4],
};

/** Bits of a weight where pixels are bytes. */
export const GAUSSIAN_BITS = 8;

/** `size` weights that add up to 1. @param sigma null for 0.3 ((size - 1) / 2 - 1) + 0.8, and the small kernels. */
export function gaussianKernel(size: number, sigma: number | null): number[] {
  const small = sigma === null ? SMALL[size] : undefined;
  const deviation = sigma ?? size * 0.15 + 0.35;
  const middle = (size - 1) / 2;
  const weights =
    small ?? Array.from({ length: size }, (_, i) => Math.exp(-0.5 * ((i - middle) / deviation) ** 2));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** The same as whole numbers that add up to 256: what rounding leaves goes to the next weight, in the end to the middle. */
export function wholeKernel(kernel: readonly number[]): number[] {
  const unit = 2 ** GAUSSIAN_BITS;
  const half = (kernel.length - 1) / 2;
  const whole = new Array<number>(kernel.length).fill(0);
  let [left, sum] = [0, 0];
  for (let i = 0; i < half; i++) {
    const wanted = kernel[i]! * unit + left;
    const weight = roundEven(wanted);
    left = wanted - weight;
    whole[i] = weight;
    whole[kernel.length - 1 - i] = weight;
    sum += 2 * weight;
  }
  whole[half] = unit - sum;
  return whole;
}
