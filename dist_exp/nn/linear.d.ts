/** The linear map. Names and first values are PyTorch's. */
import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";
import { type Initializer } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";
export interface LinearOptions {
    /** Default true. */
    readonly bias?: boolean;
    /** First values of the bias. Default PyTorch's: uniform within 1 / sqrt(inputs). */
    readonly biasInit?: Initializer;
}
/** y = x weight^T + bias over the last axis. */
export declare class Linear extends Module {
    /** [out, in] */
    readonly weight: Parameter;
    /** [out] */
    readonly bias: Parameter | null;
    constructor(inputs: number, outputs: number, { bias, biasInit }?: LinearOptions);
    /** x [..., in] to [..., out]. */
    forward(tape: Tape, x: Tensor): Tensor;
}
