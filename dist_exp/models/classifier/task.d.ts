import type { StepContext, StepResult, Task } from "../../train/index.js";
import { type PixelScale } from "../batches.js";
import type { Images } from "../images.js";
import type { Network } from "../zoo/network.js";
import type { ImageClassifierConfig } from "./config.js";
/** Images with a class each. */
export interface Examples {
    readonly images: Images;
    /** The class of each image. */
    readonly classes: Uint32Array;
    /** Those that count: numbers of images. */
    readonly chosen: Uint32Array;
}
export declare class ClassifierTask implements Task {
    #private;
    readonly module: Network;
    readonly count: number;
    constructor(network: Network, config: ImageClassifierConfig, train: Examples, validation: Examples | null, scale: PixelScale, classWeights: Float32Array | null);
    step({ tape, indices, step }: StepContext): StepResult;
    observe(_: number, [, logits]: readonly Float32Array[], indices: Uint32Array): void;
    evaluate(): Promise<Record<string, number>>;
    state(): {
        correct: number;
        seen: number;
    };
    restore(state: unknown): void;
    release(): void;
}
