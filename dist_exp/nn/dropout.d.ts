/** Dropout, and the random numbers of layers. */
import type { Tape } from "../autograd/index.js";
import { type RandomSource } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { Module } from "./module.js";
/**
 * Where a layer draws in training: seed and step are the tape's, the stream is that of `name`, which is unique in the
 * model: the module's path, and more where it draws at several places.
 * @throws {ArgumentError} in inference mode.
 */
export declare function randomSource(tape: Tape, name: string): RandomSource;
/** Zeroes each element with probability `rate` in training, and scales the rest by 1 / (1 - rate) (Srivastava et al. 2014). */
export declare class Dropout extends Module {
    #private;
    constructor(rate?: number);
    forward(tape: Tape, x: Tensor): Tensor;
}
