/** A stack of small convolutions in front of a recurrent layer. */
import type { Tape } from "../../autograd/index.js";
import { Conv2d, Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ImageSize } from "../images.js";
/** 3 x 3 convolutions, each with ReLU and 2 x 2 max pooling: every one halves the map, rounded down. */
export declare class PooledConvolutions extends Module {
    readonly conv: readonly Conv2d[];
    /** What it makes of an image. */
    readonly map: ImageSize;
    /**
     * @param name of the network, for messages.
     * @param outputs channels after each convolution.
     * @throws {ArgumentError} when images are too small to be halved that often.
     */
    constructor(name: string, size: ImageSize, outputs: readonly number[]);
    /** x [B, H, W, C] to the map, [B, H', W', C']. */
    forward(tape: Tape, x: Tensor): Tensor;
}
