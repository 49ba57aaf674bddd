/** Normalisations over a batch or over features. Names and first values are PyTorch's. */
import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";
export interface BatchNormOptions {
    /** Applies max(0, y) in the same kernel. Default false. */
    readonly relu?: boolean;
    /** Default 1e-5. */
    readonly epsilon?: number;
    /** Weight of the new batch in the running statistics. Default 0.1. */
    readonly momentum?: number;
}
/**
 * Batch normalisation over all axes but the last (Ioffe and Szegedy 2015). In training mode it normalises by the batch
 * and folds the batch's mean and variance into the running ones; in inference mode, and where it is frozen, it
 * normalises by the running ones.
 */
export declare class BatchNorm extends Module {
    #private;
    readonly weight: Parameter;
    readonly bias: Parameter;
    /** [2, C]: mean and variance. */
    readonly running: Parameter;
    constructor(features: number, { relu, epsilon, momentum }?: BatchNormOptions);
    /** x [..., C] to the same shape. */
    forward(tape: Tape, x: Tensor): Tensor;
}
/** Layer normalisation of the last axis (Ba et al. 2016). */
export declare class LayerNorm extends Module {
    #private;
    readonly weight: Parameter;
    readonly bias: Parameter;
    constructor(features: number, { epsilon }?: {
        epsilon?: number | undefined;
    });
    /** x [..., C] to the same shape. */
    forward(tape: Tape, x: Tensor): Tensor;
}
/**
 * Group normalisation (Wu and He 2018): in each sample the neighbouring channels of a group are normalised together over
 * all positions. One group is layer normalisation over the whole sample, as many groups as channels are instance
 * normalisation. The same in training and inference. Default epsilon 1e-5.
 */
export declare class GroupNorm extends Module {
    #private;
    readonly groups: number;
    /** [C] */
    readonly weight: Parameter;
    /** [C] */
    readonly bias: Parameter;
    /** @throws {ArgumentError} when `groups` is no divisor of `channels`. */
    constructor(groups: number, channels: number, { epsilon }?: {
        epsilon?: number | undefined;
    });
    /** x [B, ..., C] to the same shape. */
    forward(tape: Tape, x: Tensor): Tensor;
}
