/** Sorts images as somebody who knows all methods would: first in seconds, then by a network where that is worth it. */
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import type { DeviceChoice } from "../../device/node/index.js";
import type { TrainingProgress } from "../../train/index.js";
import { ImageClusterer } from "../image_clusterer/index.js";
import { type Pipeline } from "../pipeline/index.js";
import { type NetworkPlan } from "./plan.js";
import { type Tried } from "./quick.js";
export interface ImageSorterOptions {
    /** K, from 2 to 10,000. Default 10. */
    readonly clusters?: number;
    /** Any unsigned 32-bit integer. Default 0. */
    readonly seed?: number;
    /**
     * Minutes that `fit` may take, above 0. By default up to 2,000 images take about a minute, and more images as long as
     * the network needs, but about ten minutes at most. With minutes the number of epochs depends on the machine.
     */
    readonly minutes?: number;
}
export interface SorterFitOptions {
    /** Ends the work with the signal's reason. While the network trains it ends that, and the first result stays. */
    readonly signal?: AbortSignal | undefined;
    /** Where the network's training is kept after each epoch, and when `signal` ends it. */
    readonly checkpoint?: string | undefined;
    /** A checkpoint to go on from, of the same images and options. */
    readonly resume?: string | undefined;
    /** Called before each of the features is computed, with its name. */
    readonly onFeatures?: ((name: string) => void) | undefined;
    /** Called with the first result. Its model is closed when `fit` keeps another one. */
    readonly onFirst?: ((first: SortedImages) => void | Promise<void>) | undefined;
    /** Called before the network is trained or left out. */
    readonly onPlan?: ((plan: NetworkPlan) => void | Promise<void>) | undefined;
    readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
}
/** The network beside the first result. */
export interface NetworkTrial {
    readonly plan: NetworkPlan;
    /** False where no network was planned, or `signal` ended the training: it does not count then. */
    readonly finished: boolean;
    /** As `Tried.score`; null where it was not finished. */
    readonly score: number | null;
}
export interface SortedImages {
    /** What was kept, and sorts further images. */
    readonly model: Pipeline | ImageClusterer;
    readonly kept: "features" | "network";
    /** The class of each image, 0 to K - 1. */
    readonly clusters: Int32Array;
    /** The share or probability of that class. */
    readonly confidence: Float32Array;
    /** The features and the method of the first result. */
    readonly first: Tried;
    /** All features and methods that were tried, best first. */
    readonly tried: readonly Tried[];
    /** Null in the first result. */
    readonly network: NetworkTrial | null;
    /** Since the beginning of `fit`. */
    readonly seconds: number;
}
/**
 * Sorts images into K classes: tries features that need no training, then trains an `ImageClusterer` where there are
 * enough images and enough time, and keeps the clustering that most features agree with (see `Jury`). Labels are not
 * looked at.
 *
 * ```ts
 * const sorter = new ImageSorter({ clusters: 10 });
 * const { clusters, kept } = await sorter.fit(images);
 * await sorter.model.save("model.safetensors");
 * await sorter.close();
 * ```
 */
export declare class ImageSorter {
    #private;
    /**
     * @param device a device, which stays the caller's to close, or which to open. Default "auto".
     * @throws {ArgumentError} if an option is out of its range.
     */
    constructor(options?: ImageSorterOptions, device?: Device | DeviceChoice);
    /** The model that was kept: it predicts, and is saved. @throws {ArgumentError} before `fit`. */
    get model(): Pipeline | ImageClusterer;
    /**
     * Sorts the images.
     * @throws {DataError} if fewer images differ than there are classes.
     * @throws {ArgumentError} when `resume` was written with other options.
     * @throws {ModelFileError} when a checkpoint cannot be read or written.
     */
    fit(images: ImageSet, fitOptions?: SorterFitOptions): Promise<SortedImages>;
    /** Frees the model, and closes the device unless it was given. Closing twice is harmless. */
    close(): Promise<void>;
}
