/** Convolutions of images, channels last. Names and first values are PyTorch's. */
import type { Tape } from "../autograd/index.js";
import { type Conv2dOptions as ConvOptions, type ConvTranspose2dOptions as ConvTransposeOptions, type Extents } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { type Initializer } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";
export interface Conv2dOptions extends ConvOptions {
    /** Default true. */
    readonly bias?: boolean;
    /** First values of the weight; default PyTorch's. */
    readonly init?: Initializer;
}
/** 2-D cross-correlation. */
export declare class Conv2d extends Module {
    #private;
    /** [out, kernel height, kernel width, in / groups] */
    readonly weight: Parameter;
    /** [out] */
    readonly bias: Parameter | null;
    constructor(inputs: number, outputs: number, kernel: Extents, { bias, init, ...options }?: Conv2dOptions);
    /** x [B, H, W, in] to [B, OH, OW, out]. */
    forward(tape: Tape, x: Tensor): Tensor;
}
export interface ConvTranspose2dOptions extends ConvTransposeOptions {
    /** Default true. */
    readonly bias?: boolean;
}
/** The transpose of a convolution: what its derivative by the input does. */
export declare class ConvTranspose2d extends Module {
    #private;
    /** [in, kernel height, kernel width, out / groups] */
    readonly weight: Parameter;
    /** [out] */
    readonly bias: Parameter | null;
    constructor(inputs: number, outputs: number, kernel: Extents, { bias, ...options }?: ConvTranspose2dOptions);
    /** x [B, H, W, in] to [B, OH, OW, out]. */
    forward(tape: Tape, x: Tensor): Tensor;
}
