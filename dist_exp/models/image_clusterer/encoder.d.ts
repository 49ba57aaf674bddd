/** An image to a feature vector: convolutions, then a recurrent network over the map's rows or cells. */
import type { Tape } from "../../autograd/index.js";
import { BatchNorm, Conv2d, Module, Recurrent } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ImageSize } from "../images.js";
import type { ImageClustererConfig } from "./config.js";
/** A convolution, batch normalisation and ReLU; the map keeps its size but for the stride. */
declare class ConvolutionBlock extends Module {
    readonly conv: Conv2d;
    readonly norm: BatchNorm;
    constructor(inputs: number, outputs: number, kernel: number, stride: number);
    forward(tape: Tape, x: Tensor): Tensor;
}
export declare class Encoder extends Module {
    #private;
    /** Length of a feature vector. */
    readonly features: number;
    readonly stem: readonly ConvolutionBlock[];
    readonly recurrent: Recurrent;
    readonly norm: BatchNorm;
    /** @throws {ArgumentError} when the configuration's cells do not fill what the stem makes of such images. */
    constructor(config: ImageClustererConfig, size: ImageSize);
    /** x [B, H, W, C], pixels 0 to 1; the result is [B, features]. */
    forward(tape: Tape, x: Tensor): Tensor;
}
export {};
