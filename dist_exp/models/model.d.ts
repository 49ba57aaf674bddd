import { Device } from "../device/index.js";
import { type DeviceChoice } from "../device/node/index.js";
import type { Module } from "../nn/index.js";
import { type Optimizer } from "../optim/index.js";
import { type Callback, type EpochLog, type TrainingProgress } from "../train/index.js";
import { type Metric } from "./model_metrics.js";
import { type Loss } from "./optimizers.js";
import { type ArrayInput } from "./rows.js";
export interface CompileOptions {
    /** A name ("adam", "adamw", "sgd"), or what makes one. Default "adam". */
    readonly optimizer?: string | ((network: Module) => Optimizer);
    /** Of an optimizer given by name; default its own. */
    readonly learningRate?: number;
    /**
     * A name ("crossEntropy" of logits and labels, "binaryCrossEntropy" of logits, "meanSquaredError",
     * "meanAbsoluteError"), or a function of predictions and targets that gives one number.
     */
    readonly loss: string | Loss;
    /** Names ("accuracy", "topK", "precision", "recall", "f1"), or functions. Default none. */
    readonly metrics?: readonly (string | Metric)[];
}
export interface ModelFitOptions {
    /** Passes over all examples. Default 1. */
    readonly epochs?: number;
    /** Examples of one step. Default 32. */
    readonly batchSize?: number;
    /** Share of the examples, chosen at random, that is judged after each epoch and not trained on. */
    readonly validationSplit?: number;
    /** Examples to judge after each epoch. */
    readonly validationData?: readonly [ArrayInput, ArrayInput];
    /** Another order each epoch. Default true. */
    readonly shuffle?: boolean;
    /** Largest l2 norm of all gradients together; 0, the default, for no limit. */
    readonly clipNorm?: number;
    readonly callbacks?: readonly Callback[];
    readonly onProgress?: (progress: TrainingProgress) => void;
    readonly signal?: AbortSignal;
    /**
     * Weight of the past in the moving average of the weights, such as 0.999: epochs are judged with it, and the network
     * holds it in the end. Default null: none.
     */
    readonly weightAverage?: number | null;
    /** Where a checkpoint is written after each epoch, and when `signal` ends the training. */
    readonly checkpoint?: string | undefined;
    /**
     * A checkpoint to go on from, of a model that was made and compiled alike and of the same examples and options: the
     * weights are then those of a training in one go, to the bit.
     */
    readonly resume?: string | undefined;
}
/** Predictions or targets on the host: [N, ...]. */
export interface ArrayOutput {
    readonly shape: readonly number[];
    readonly data: Float32Array;
}
/**
 * Trains and applies any module over arrays:
 *
 * ```ts
 * const model = new Model(new Sequential(new LSTM(28, 256), new Linear(256, 10)));
 * model.compile({ optimizer: "adam", loss: "crossEntropy", metrics: ["accuracy"] });
 * await model.fit(x, y, { epochs: 5, batchSize: 32 });
 * const { accuracy } = await model.evaluate(xTest, yTest);
 * await model.close();
 * ```
 */
export declare class Model {
    #private;
    readonly network: Module;
    readonly seed: number;
    /**
     * @param network without memory; the model gives it some on its device, and releases it.
     * @param device a device, which stays the caller's to close, or which to open. Default "auto".
     * @param seed decides first values, order and dropout. Default 0.
     */
    constructor(network: Module, { device, seed }?: {
        readonly device?: Device | DeviceChoice;
        readonly seed?: number;
    });
    /**
     * Says how the network learns. What the optimizer remembered is forgotten.
     * @throws {ArgumentError} when a name is unknown, listing the known ones.
     */
    compile({ optimizer, learningRate, loss, metrics }: CompileOptions): void;
    /**
     * Trains. Calling it again goes on from where the last call ended.
     * @param x [N, ...] what the network reads.
     * @param y [N] labels for "crossEntropy", else what the loss compares predictions with.
     * @returns what each epoch came to: the loss, and metrics of the validation examples as valLoss, valAccuracy, ...
     * @throws {ArgumentError} before `compile`, or when an option is wrong.
     * @throws {ShapeError} when x and y differ in their number, or the network does not take such shapes.
     * @throws {DataError} when a label is no whole number from 0 up, or `resume` was written with other examples.
     * @throws {ModelFileError} when a checkpoint cannot be read or written, or is of another network.
     * @throws {TrainingError} when a loss is not finite.
     */
    fit(x: ArrayInput, y: ArrayInput, options?: ModelFitOptions): Promise<readonly EpochLog[]>;
    /** The mean loss, and each metric by its name. Errors as `fit`. */
    evaluate(x: ArrayInput, y: ArrayInput, { batchSize }?: {
        batchSize?: number | undefined;
    }): Promise<Record<string, number>>;
    /** What the network makes of x, [N, ...]. @throws {ShapeError} when it does not take such shapes. */
    predict(x: ArrayInput, { batchSize }?: {
        batchSize?: number | undefined;
    }): Promise<ArrayOutput>;
    /** Writes the network's parameters as safetensors. @throws {ModelFileError} */
    save(path: string): Promise<void>;
    /** Reads parameters that `save` wrote, of a network of the same architecture. @throws {ModelFileError} */
    load(path: string): Promise<void>;
    /** Frees the network, and closes the device unless it was given. Closing twice is harmless. */
    close(): Promise<void>;
}
