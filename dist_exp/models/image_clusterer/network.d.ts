/** The clusterer's network: the encoder, several linear heads on its features, and in training a projection. */
import type { Tape } from "../../autograd/index.js";
import { Linear, Module, type StateDict } from "../../nn/index.js";
import type { Optimizer } from "../../optim/index.js";
import type { Random } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import type { ImageSize } from "../images.js";
import type { ImageClustererConfig } from "./config.js";
import { Projection } from "./contrastive.js";
import { Encoder } from "./encoder.js";
export declare class ClustererNetwork extends Module {
    #private;
    readonly encoder: Encoder;
    readonly heads: Linear;
    /** What the contrastive term needs; null without one, and in a network that only predicts. */
    readonly projection: Projection | null;
    /** @param training whether it has what only training needs. */
    constructor(config: ImageClustererConfig, size: ImageSize, { training }?: {
        training?: boolean | undefined;
    });
    /** Of a state dict what a network that only predicts has. */
    static predicting(state: StateDict): StateDict;
    /** Pixels [B, H, W, C] to logits [B, heads, K]. */
    forward(tape: Tape, x: Tensor): Tensor;
    /** Features [B, F] to logits [B, heads, K]. */
    logits(tape: Tape, features: Tensor): Tensor;
    /**
     * Replaces a head by a noisy copy of another, with the optimizer's moments.
     * It happens rarely, so it is done on the host.
     */
    copyHead(optimizer: Optimizer, from: number, to: number, random: Random): Promise<void>;
}
