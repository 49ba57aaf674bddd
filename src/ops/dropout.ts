import type { Tape } from "../autograd/index.js";
import { dropout as dropoutKernel } from "../kernels/random.js";
import type { Tensor } from "../tensor/index.js";
import { checkNumber, checkWhole } from "./check.js";

/** Where a random op draws its numbers: the same three numbers draw the same ones on every device. */
export interface RandomSource {
  readonly seed: number;
  /** Tells the places that draw within one step apart. */
  readonly stream: number;
  /** Tells steps apart. */
  readonly offset: number;
}

/**
 * Zeroes each element with probability `rate` and scales the rest by 1 / (1 - rate)
 * (Srivastava et al. 2014). The mask is drawn again for the derivative, not kept.
 */
export function dropout(tape: Tape, x: Tensor, rate: number, source: RandomSource): Tensor {
  checkNumber("dropout", "rate", rate, { low: 0, below: 1 });
  for (const name of ["seed", "stream", "offset"] as const) checkWhole("dropout", name, source[name], 0);
  const params = { count: x.size, rate, ...source };
  const y = tape.empty(x.shape);
  tape.record(dropoutKernel, { x, y }, params);
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => tape.record(dropoutKernel, { x: dy, y: dx }, params));
  });
  return y;
}
