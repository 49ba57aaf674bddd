import type { Tape } from "../autograd/index.js";
import { dropout as dropoutKernel } from "../kernels/dropout.js";
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

/** Records y = dropout of x; no derivative, which is the same of dy. */
export function recordDropout(
  tape: Tape,
  op: string,
  x: Tensor,
  y: Tensor,
  { rate, seed, stream, offset }: RandomSource & { readonly rate: number },
): void {
  checkNumber(op, "rate", rate, { low: 0, below: 1 });
  for (const [name, value] of Object.entries({ seed, stream, offset })) checkWhole(op, name, value, 0);
  tape.record(dropoutKernel, { x, y }, { count: x.size, first: 0, skip: 0, rate, seed, stream, offset });
}

/**
 * Zeroes each element with probability `rate` and scales the rest by 1 / (1 - rate)
 * (Srivastava et al. 2014). The mask is drawn again for the derivative, not kept.
 */
export function dropout(tape: Tape, x: Tensor, rate: number, source: RandomSource): Tensor {
  const y = tape.empty(x.shape);
  recordDropout(tape, "dropout", x, y, { ...source, rate });
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => recordDropout(tape, "dropout", dy, dx, { ...source, rate }));
  });
  return y;
}
