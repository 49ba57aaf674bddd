import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";
/** Where a random op draws its numbers: the same three numbers draw the same ones on every device. */
export interface RandomSource {
    readonly seed: number;
    /** Tells the places that draw within one step apart. */
    readonly stream: number;
    /** Tells steps apart. */
    readonly offset: number;
}
/** Records y = dropout of x; no derivative, which is the same of dy. */
export declare function recordDropout(tape: Tape, op: string, x: Tensor, y: Tensor, { rate, seed, stream, offset }: RandomSource & {
    readonly rate: number;
}): void;
/**
 * Zeroes each element with probability `rate` and scales the rest by 1 / (1 - rate)
 * (Srivastava et al. 2014). The mask is drawn again for the derivative, not kept.
 */
export declare function dropout(tape: Tape, x: Tensor, rate: number, source: RandomSource): Tensor;
