/** Normalisation over a batch or over features. */
import type { Tape } from "../autograd/index.js";
import { type Tensor } from "../tensor/index.js";
/** Layer normalisation over the last axis. Default epsilon 1e-5, as PyTorch. */
export declare function layerNorm(tape: Tape, x: Tensor, gamma: Tensor, beta: Tensor, epsilon?: number): Tensor;
/**
 * Group normalisation (Wu and He 2018), as PyTorch's GroupNorm with channels last: x is [B, ..., C], and in each sample
 * the neighbouring C / groups channels of a group are normalised together over all positions. With one group for each
 * channel it is instance normalisation. Default epsilon 1e-5.
 * @throws {ShapeError} when C is no multiple of `groups`.
 */
export declare function groupNorm(tape: Tape, x: Tensor, groups: number, gamma: Tensor, beta: Tensor, epsilon?: number): Tensor;
export interface BatchNormOptions {
    /** Normalise by the batch and update `running`; otherwise by `running`. */
    readonly training: boolean;
    /** Applies max(0, y) in the same kernel. Default false. */
    readonly relu?: boolean;
    /** Default 1e-5. */
    readonly epsilon?: number;
    /** Weight of the new batch in the running statistics. Default 0.1. */
    readonly momentum?: number;
}
/**
 * Batch normalisation over all axes but the last (Ioffe and Szegedy 2015), as
 * PyTorch's BatchNorm with channels last. `running` [2, C] holds mean and
 * variance, which take no gradient; where `training` is false, they are constants to x's gradient, too.
 */
export declare function batchNorm(tape: Tape, x: Tensor, gamma: Tensor, beta: Tensor, running: Tensor, { training, relu, epsilon, momentum }: BatchNormOptions): Tensor;
