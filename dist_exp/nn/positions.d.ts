/** Positions added to sequences, for layers such as attention that do not see the order of their steps. */
import type { Tape } from "../autograd/index.js";
import { type Tensor } from "../tensor/index.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";
/** Adds a learned vector for each position; first values are normal with deviation 0.02 (Devlin et al. 2019). */
export declare class PositionEmbedding extends Module {
    /** [steps, width] */
    readonly weight: Parameter;
    /** @param steps of the longest sequence. */
    constructor(steps: number, width: number);
    /** x [B, T, width] to the same shape. @throws {ShapeError} when it has more steps, or another width. */
    forward(tape: Tape, x: Tensor): Tensor;
}
/**
 * Sines and cosines of each position (Vaswani et al. 2017), [steps, width]: at position p and i from 0,
 * column 2i is sin(p / 10000^(2i / width)), column 2i + 1 the cosine of the same.
 */
export declare function sinusoidalPositions(steps: number, width: number): Float32Array;
/** Adds `sinusoidalPositions`, which has no parameters and takes any number of steps. */
export declare class SinusoidalPositions extends Module {
    #private;
    /** x [B, T, width] to the same shape. */
    forward(tape: Tape, x: Tensor): Tensor;
}
