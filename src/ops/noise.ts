/** Gaussian noise. */
import type { Tape } from "../autograd/index.js";
import { gaussianNoise } from "../kernels/gaussian_noise.js";
import type { Tensor } from "../tensor/index.js";
import { checkNumber, checkWhole } from "./check.js";
import type { RandomSource } from "./dropout.js";

export interface NoiseSource extends RandomSource {
  /** Where in the draw x begins, in blocks of four numbers: 0 at its beginning, which is the default. */
  readonly first?: number;
}

/**
 * x + deviation n, with n independent standard normal numbers: the same source draws the same ones, and a native device
 * those of a WebGPU one up to rounding. A part of x that begins at element 4 b gets the same noise with `first` b.
 * @throws {ArgumentError} when the deviation is no number from 0 up, or the source no whole numbers from 0 up.
 */
export function addNoise(
  tape: Tape,
  x: Tensor,
  deviation: number,
  { seed, stream, offset, first = 0 }: NoiseSource,
): Tensor {
  checkNumber("addNoise", "deviation", deviation, { low: 0 });
  for (const [name, value] of Object.entries({ seed, stream, offset, first })) {
    checkWhole("addNoise", name, value, 0);
  }
  const y = tape.empty(x.shape);
  tape.record(gaussianNoise, { x, y }, { count: x.size, first, seed, stream, offset, deviation });
  tape.derivative([y], [x], (dy) => tape.pass(x, dy));
  return y;
}
