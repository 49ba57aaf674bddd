import type { Tape } from "../autograd/index.js";
import { drawFrom } from "../kernels/draws.js";
import { dropout as dropoutKernel } from "../kernels/dropout.js";
import type { Tensor } from "../tensor/index.js";
import { checkNumber, checkWhole } from "./check.js";
import { cutOf } from "./shards.js";

/** Where a random op draws its numbers: the same three numbers draw the same ones on every device. */
export interface RandomSource {
  readonly seed: number;
  /** Tells the places that draw within one step apart. */
  readonly stream: number;
  /** Tells steps apart. */
  readonly offset: number;
}

interface DropoutSource extends RandomSource {
  readonly rate: number;
  /** The place of x's first element in the draw; default 0. */
  readonly first?: number;
}

/** Where this process's part of a batch begins in what is drawn for x, [own examples, ...], as if it were the whole batch. */
export function firstDrawn(tape: Tape, x: Tensor): number {
  const cut = cutOf(tape, x.size);
  return cut ? cut.shards.first * cut.unit : 0;
}

/** Records y = dropout of x; no derivative, which is the same of dy. */
export function recordDropout(
  tape: Tape,
  op: string,
  x: Tensor,
  y: Tensor,
  { rate, seed, stream, offset, first = 0 }: DropoutSource,
): void {
  checkNumber(op, "rate", rate, { low: 0, below: 1 });
  for (const [name, value] of Object.entries({ seed, stream, offset })) checkWhole(op, name, value, 0);
  tape.record(
    dropoutKernel,
    { x, y },
    { count: x.size, ...drawFrom(op, first, x.size), rate, seed, stream, offset },
  );
}

/**
 * Zeroes each element with probability `rate` and scales the rest by 1 / (1 - rate)
 * (Srivastava et al. 2014). The mask is drawn again for the derivative, not kept.
 */
export function dropout(tape: Tape, x: Tensor, rate: number, source: RandomSource): Tensor {
  const y = tape.empty(x.shape);
  const draw = { ...source, rate, first: firstDrawn(tape, x) };
  recordDropout(tape, "dropout", x, y, draw);
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => recordDropout(tape, "dropout", dy, dx, draw));
  });
  return y;
}
