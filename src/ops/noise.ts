/** Gaussian noise. */
import type { Tape } from "../autograd/index.js";
import { drawFrom } from "../kernels/draws.js";
import { gaussianNoise } from "../kernels/gaussian_noise.js";
import type { Tensor } from "../tensor/index.js";
import { checkNumber, checkWhole } from "./check.js";
import type { RandomSource } from "./dropout.js";

export interface NoiseSource extends RandomSource {
  /** Number of the draw that x's first element gets, from 0 to 2^34 - x.size: 0 is its beginning, and the default. */
  readonly first?: number;
}

/**
 * x + deviation n, with n independent standard normal numbers: the same source draws the same ones, and a native device
 * those of a WebGPU one up to rounding. A part of x that begins at its element i gets the same noise with `first` i.
 * @throws {ArgumentError} when the deviation is no number from 0 up, the source no whole numbers from 0 up, or `first` too large.
 */
export function addNoise(
  tape: Tape,
  x: Tensor,
  deviation: number,
  { seed, stream, offset, first = 0 }: NoiseSource,
): Tensor {
  checkNumber("addNoise", "deviation", deviation, { low: 0 });
  for (const [name, value] of Object.entries({ seed, stream, offset }))
    checkWhole("addNoise", name, value, 0);
  const part = drawFrom("addNoise", first, x.size);
  const y = tape.empty(x.shape);
  tape.record(gaussianNoise, { x, y }, { count: x.size, ...part, seed, stream, offset, deviation });
  tape.derivative([y], [x], (dy) => tape.pass(x, dy));
  return y;
}
