/** Features, reductions and a clusterer as one model, in scikit-learn's manner. */
import "../../clustering/index.js";
import "../../features/index.js";
import type { Device } from "../../device/index.js";
import type { DeviceChoice } from "../../device/node/index.js";
import type { Matrix } from "../image_model.js";
import type { ImageSize } from "../images.js";
import { type ModelFile } from "../model_file.js";
import { type PipelineInput } from "./examples.js";
import { type PipelineStep } from "./steps.js";
export interface PipelineFitOptions {
    /** Ends `fit` between two steps, with the signal's reason. */
    readonly signal?: AbortSignal | undefined;
    /** Called before each step learns, with its name. */
    readonly onStep?: ((name: string) => void) | undefined;
}
/**
 * Transformers one after the other, then at most one clusterer, as one model and one file:
 *
 * ```ts
 * const pipeline = new Pipeline([
 *   ["hog", new Hog()],
 *   ["scale", new StandardScaler()],
 *   ["cluster", new KMeans({ clusters: 10 })],
 * ]);
 * const labels = await pipeline.fitPredict(images);
 * const others = await pipeline.predict(newImages);
 * await pipeline.save("digits.safetensors");
 * await pipeline.close();
 * ```
 *
 * Images cross to the device a block at a time; the features [N, F] of all of them are held there and on the host.
 * The first step learns from all images, or from as many at even distances as have 2^26 values.
 *
 * New images get the answer of the clusterer's `predict`. Where it has none (`Agglomerative`, `Hdbscan`, ...) the five
 * nearest of the rows that it learned from vote, noise included; of equal numbers of votes the lowest cluster wins.
 */
export declare class Pipeline {
    #private;
    readonly kind = "pipeline";
    /** The classes are found ones. */
    readonly supervised = false;
    /**
     * @param steps names and estimators, which `fit` fits.
     * @param device a device, which stays the caller's to close, or which to open. Default "auto". Tensors are computed
     * with on their own device.
     * @throws {ArgumentError} for no steps, two of one name, or a clusterer that is not the last.
     */
    constructor(steps: readonly PipelineStep[], { device }?: {
        readonly device?: Device | DeviceChoice;
    });
    /** The steps, in order. */
    get steps(): readonly PipelineStep[];
    /** Names, kinds and options of the steps. @throws {ArgumentError} before `fit` or `load`. */
    get config(): {
        steps: {
            name: string;
            kind: string;
            options: object;
        }[];
    };
    /**
     * "0", "1", ..., then "unsorted" where the clusterer found noise: the columns of `predictProba`.
     * @throws {ArgumentError} before `fit` or `load`, or without a clusterer.
     */
    get classNames(): readonly string[];
    /** What the pipeline takes. @throws {ArgumentError} before `fit` or `load`, or when `fit` got rows. */
    get imageSize(): ImageSize;
    /** Seconds spent in `fit`. */
    get trainingSeconds(): number;
    /**
     * The cluster of each example that `fit` got; -1 for noise.
     * @throws {ArgumentError} before `fit` or `load`, or without a clusterer.
     */
    get labels(): Int32Array;
    /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
    device(): Promise<Device>;
    /**
     * Fits each step with what the steps before it make of the examples.
     * @param input images, or a tensor of float32: images [N, H, W, C] with values 0 to 1, or rows [N, D].
     * @throws {DataError} for no images, and what the steps throw.
     * @throws {ShapeError} for a tensor of another shape or type.
     */
    fit(input: PipelineInput, { signal, onStep }?: PipelineFitOptions): Promise<this>;
    /** `fit`, then the labels. */
    fitPredict(input: PipelineInput, options?: PipelineFitOptions): Promise<Int32Array>;
    /**
     * The cluster of each example, [N]; -1 for noise.
     * @throws {ArgumentError} before `fit` or `load`, or without a clusterer.
     * @throws {DataError} when the examples are of another size than those that `fit` got.
     */
    predict(input: PipelineInput): Promise<Int32Array>;
    /**
     * The share of each class in each example, [N, classes], in the order of `classNames`; each row adds up to 1. The
     * clusterer's own probabilities where it has some; else, for centres at the distances d, memberships in proportion
     * to d^-2 (fuzzy c-means with m = 2, Bezdek 1981); else the share of the votes. Errors as `predict`.
     */
    predictProba(input: PipelineInput): Promise<Matrix>;
    /**
     * What the transformers make of the examples, [N, F]: the rows that the clusterer gets.
     * @throws {ArgumentError} before `fit` or `load`.
     * @throws {DataError} when the examples are of another size than those that `fit` got.
     */
    transform(input: PipelineInput): Promise<Matrix>;
    /**
     * Writes the pipeline as one file of safetensors; an older file of that name survives a failure.
     * @throws {ArgumentError} before `fit` or `load`.
     * @throws {ModelFileError} when the file system refuses.
     */
    save(path: string): Promise<void>;
    /** Closes the device unless it was given, and forgets what was learned. Closing twice is harmless. */
    close(): Promise<void>;
    /** Reads a pipeline that `save` wrote. @throws {ModelFileError} */
    static load(path: string, device?: Device | DeviceChoice): Promise<Pipeline>;
    /** Makes a pipeline of a file's contents. @throws {SkeinError} when a part is not what a pipeline keeps. */
    static open(file: ModelFile, device: Device | DeviceChoice): Promise<Pipeline>;
}
/** The class of images that belong to no cluster. */
export declare const UNSORTED = "unsorted";
