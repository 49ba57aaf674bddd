/** An LSTM that reads an image row by row into a code, and one that draws the rows from it again. */
import type { Tape } from "../../autograd/index.js";
import { LSTM, Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ImageSize } from "../images.js";
import { Network } from "./network.js";
/**
 * A sequence autoencoder (Srivastava et al. 2015) without classes: its features are the code, its head draws the
 * image again, and its loss is the mean squared error between the two.
 */
export declare class SequenceAutoencoder extends Network {
    readonly featureCount: number;
    readonly encoder: LSTM;
    head: Module;
    /** @param units length of the code, and state size of the decoder. */
    constructor(size: ImageSize, units: number);
    features(tape: Tape, x: Tensor): Tensor;
    /** Images [B, H, W, C] to codes, [B, featureCount]. */
    encode(tape: Tape, x: Tensor): Tensor;
    /** Images [B, H, W, C] to what their codes hold of them, [B, H, W, C]. */
    reconstruct(tape: Tape, x: Tensor): Tensor;
    /** Mean squared error between images and their reconstructions, [1]. */
    loss(tape: Tape, x: Tensor): Tensor;
}
