/** Sums and means over an axis, and the largest of the last one. */
import type { Tape } from "../autograd/index.js";
import { type Tensor } from "../tensor/index.js";
/** Sum over `axis`, which disappears; over everything, as shape [1], when it is null. */
export declare function sum(tape: Tape, x: Tensor, axis?: number | null): Tensor;
/** Mean over `axis`, which disappears; over everything, as shape [1], when it is null. */
export declare function mean(tape: Tape, x: Tensor, axis?: number | null): Tensor;
/**
 * Positions of the largest elements along the last axis, which disappears (u32; [1] for a vector): of equal ones the
 * first, and the first NaN where there is one. Positions have no gradient.
 */
export declare function argmax(tape: Tape, x: Tensor): Tensor<"u32">;
