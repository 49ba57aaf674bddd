import type { Device } from "../../device/index.js";
import type { DeviceChoice } from "../../device/node/index.js";
import { Trainer } from "../../train/index.js";
import { type FitOptions as CommonFitOptions, type FitResult, type Fitted, ImageModel, type Matrix, type Own } from "../image_model.js";
import { type Images } from "../images.js";
import type { ModelFile } from "../model_file.js";
import { type ImageClustererConfig, type ImageClustererOptions } from "./config.js";
import { ClustererNetwork } from "./network.js";
import { ClustererTask, type HistoryEntry, type Restart } from "./task.js";
import { type UnequalClasses } from "./unequal.js";
export interface FitOptions extends CommonFitOptions {
    /** Every step's losses, one per head, in order; several steps at a time, since reading stalls the device. */
    readonly onLosses?: ((step: number, losses: readonly number[]) => void) | undefined;
}
interface FittedClusterer extends Fitted<ClustererNetwork, ImageClustererConfig> {
    readonly selectedHead: number;
}
/**
 * Clusters images with a recurrent network trained on the images alone
 * (information maximisation; see objective.ts), in scikit-learn's manner:
 *
 * ```ts
 * const clusterer = new ImageClusterer({ clusters: 10 });
 * await clusterer.fit(images);
 * const labels = await clusterer.predict(images);
 * await clusterer.save("digits.safetensors");
 * await clusterer.close();
 * ```
 */
export declare class ImageClusterer extends ImageModel<FittedClusterer> {
    #private;
    readonly kind = "image-clusterer";
    readonly supervised = false;
    /**
     * @param options see ImageClustererConfig; every part has a default.
     * @param device a device, which stays the caller's to close, or which to open. Default "auto".
     * @throws {ArgumentError} when an option is wrong.
     */
    constructor(options?: ImageClustererOptions, device?: Device | DeviceChoice);
    /**
     * What `fit` learns with, given these images, or that many. Where the constructor was given no `batch` and no `epochs`,
     * few images get smaller batches and more epochs than the defaults, so that the classes see enough steps. Where it was
     * given no `views`, or "auto", the images decide; of a number alone views stay "auto".
     */
    configFor(images: Images | number): ImageClustererConfig;
    /** Running losses of all heads every few steps of the training. */
    get lossHistory(): readonly HistoryEntry[];
    /** Heads that were replaced by copies of better ones. */
    get restarts(): readonly Restart[];
    /**
     * The shares of the images that `fit` held the classes to: those found, the largest first, or those of `prior`. Null for
     * equal ones, and after `load`.
     */
    get classShares(): readonly number[] | null;
    /** "0", "1", ...: found classes have no names of their own. */
    get classNames(): readonly string[];
    /** The head that predicts: the one with the lowest loss. */
    get selectedHead(): number;
    /**
     * Learns the classes from the beginning. Labels, if the images have any, are not looked at.
     * `configFor` says with which settings; `config` has them afterwards, and the number of classes where it was "auto".
     * Training ends early after `signal` or `close`; the model is then the one learned so far. While the number of classes
     * is being chosen there is none, and `fit` rejects.
     * @throws {DataError} when the images cannot be sorted into that many classes, or no number of classes stands out.
     * @throws {ArgumentError} when `resume` was written with other settings, or `fit` is under way.
     * @throws {ModelFileError} when a checkpoint cannot be read or written.
     * @throws {TrainingError} when a loss or a parameter is not finite; what was learned before is kept.
     */
    fit(images: Images, { onLosses, callbacks, ...options }?: FitOptions): Promise<FitResult>;
    /**
     * The most probable class of each image, [N], from 0 to clusters - 1. The images need not be those of
     * the training.
     * @throws {ArgumentError} before `fit` or `load`.
     * @throws {DataError} when the images are of another size than the model's.
     */
    predict(images: Images): Promise<Int32Array>;
    /**
     * The most probable class of each image by each head, heads times [N]. Heads number classes in their own ways; how
     * far they agree tells how stable the classes are. Errors as `predict`.
     */
    predictHeads(images: Images): Promise<Int32Array[]>;
    /** Each image's probabilities of the classes, [N, clusters]; each row adds up to 1. Errors as `predict`. */
    predictProba(images: Images): Promise<Matrix>;
    /**
     * The features that the classes are read from, [N, features]: normalised final states of the recurrent
     * network, `hidden` for each direction. Errors as `predict`.
     */
    transform(images: Images): Promise<Matrix>;
    /** Reads a model that `save` wrote, or the model in a checkpoint. @throws {ModelFileError} */
    static load(path: string, device?: Device | DeviceChoice): Promise<ImageClusterer>;
    /** Makes a model of a file's contents. What does not fit is refused before any memory is taken. */
    static open({ config, size, details, state }: ModelFile, device: Device | DeviceChoice): Promise<ImageClusterer>;
    protected prepared(images: Images): Promise<Images>;
    /** A network without the projection. */
    protected finished(fitted: FittedClusterer): Promise<FittedClusterer>;
    protected details({ selectedHead }: FittedClusterer): unknown;
}
/** The parts of one training. */
export declare function trainingOf(network: ClustererNetwork, config: ImageClustererConfig, images: Images, own: Own, unequal?: UnequalClasses | null): {
    readonly task: ClustererTask;
    readonly trainer: Trainer;
};
export {};
