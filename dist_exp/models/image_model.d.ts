/** What models of images have in common: their device, training under way, prediction in batches, and files. */
import { Tape } from "../autograd/index.js";
import type { Device } from "../device/index.js";
import type { DeviceChoice } from "../device/node/index.js";
import type { Module, StateDict } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";
import type { Callback, EpochLog, Trainer, TrainingProgress } from "../train/index.js";
import { type PixelScale } from "./batches.js";
import { type ImageSize, type Images } from "./images.js";
/** A row-major matrix on the host. */
export interface Matrix {
    readonly rows: number;
    readonly columns: number;
    readonly data: Float32Array;
}
/** What every `fit` takes. */
export interface FitOptions {
    readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
    /** Ends training after the step under way; the model is then the one learned so far. */
    readonly signal?: AbortSignal | undefined;
    /** Where a checkpoint is written after each epoch, and when `signal` ends the training. */
    readonly checkpoint?: string | undefined;
    /** A checkpoint to go on from, of the same configuration and data. */
    readonly resume?: string | undefined;
    /** Further callbacks. */
    readonly callbacks?: readonly Callback[] | undefined;
}
/** What every `fit` resolves with. */
export interface FitResult {
    /** Whether training reached its end: false after `signal` or `close`. */
    readonly finished: boolean;
    /** What each epoch came to. */
    readonly history: readonly EpochLog[];
}
/** A model that has learned. */
export interface Fitted<N extends Module = Module, C extends object = object> {
    /** What it learned with, every default filled in. */
    readonly config: C;
    readonly network: N;
    readonly size: ImageSize;
}
/** What `fit` of a kind of model gives the common part to do. */
export interface TrainingPlan<F extends Fitted> {
    readonly options: FitOptions;
    /** What this training learns with: a checkpoint to go on from must have the same. */
    readonly config: F["config"];
    /** Identifies what is learned from, for checkpoints. */
    data(): Promise<string>;
    /** What a training from the beginning has to find out before it is set up. */
    prepare?(): Promise<void>;
    /** The network, without memory. */
    network(): F["network"];
    /** Draws its first values. */
    readonly seed: number;
    /** Sets up the training of the network, which has memory now; what it gives to `own` is released in the end. */
    start(network: F["network"], own: Own): Run<F>;
}
/** A training that was set up. */
export interface Run<F extends Fitted> {
    readonly trainer: Trainer;
    /** What the model is at this moment. */
    fitted(): F;
    /** Called at checkpoints and in the end, to keep what the task found out. */
    keep?(): void;
}
/** Takes over a resource; returns it. */
export type Own = <T extends {
    release(): void;
}>(resource: T) => T;
/** Base of models that take images of one size: `F` is what a trained one holds. */
export declare abstract class ImageModel<F extends Fitted = Fitted> {
    #private;
    /** For files: "image-clusterer". */
    abstract readonly kind: string;
    /**
     * @param config every default filled in.
     * @param device a device, which stays the caller's to close, or which to open.
     */
    constructor(config: F["config"], device: Device | DeviceChoice);
    /** The whole configuration, every default filled in; after `fit` what the model learned with. */
    get config(): F["config"];
    /** Whether classes are those of known labels, or found ones. */
    abstract readonly supervised: boolean;
    /** Names of the classes, in the order of `predictProba`'s columns. @throws {ArgumentError} before `fit` or `load`. */
    abstract get classNames(): readonly string[];
    /** What a file keeps beside the configuration. */
    protected abstract details(fitted: F): unknown;
    /** What `fit` leaves of what it trained: a kind whose training needs more than prediction drops the rest here. */
    protected finished(fitted: F): Promise<F>;
    /** How pixels are scaled for the network; default 0 to 1. */
    protected get pixelScale(): PixelScale | undefined;
    /** Images as the network reads them, of the same number and size; default as they are. */
    protected prepared(images: Images): Promise<Images>;
    /** What each epoch of the last training came to. */
    get history(): readonly EpochLog[];
    /** Seconds spent in `fit`, resumed runs included. */
    get trainingSeconds(): number;
    /** What the model takes. @throws {ArgumentError} before `fit` or `load`. */
    get imageSize(): ImageSize;
    /** The network, to look at or to take parts of. @throws {ArgumentError} before `fit` or `load`. */
    get network(): F["network"];
    /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
    device(): Promise<Device>;
    /** Writes the model as safetensors; an older file of that name survives a failure. */
    save(path: string): Promise<void>;
    /**
     * Frees the model, and closes the device unless it was given. A training under way ends first, as after
     * `signal`. Closing twice is harmless.
     */
    close(): Promise<void>;
    protected get fitted(): F;
    /** Takes over a trained model. */
    protected adopt(fitted: F): void;
    /**
     * Gives a network its memory on the model's device, and the values of a state dict, if there is one. What does not
     * fit is refused before any memory is taken.
     */
    protected place(network: F["network"], state: StateDict | null, seed?: number): Promise<F["network"]>;
    /** Trains: one training at a time, with checkpoints, stopped by `signal` and `close`. */
    protected train(plan: TrainingPlan<F>): Promise<FitResult>;
    /** Runs the network over all images in batches; the next batch is recorded while one is read. */
    protected map(images: Images, columns: number, run: (tape: Tape, x: Tensor) => {
        values: Tensor;
        pick?: (data: Float32Array, row: number) => Float32Array;
    }): Promise<Matrix>;
}
/** Each row's largest, the first of equals. */
export declare function argmaxRows({ rows, columns, data }: Matrix): Int32Array;
