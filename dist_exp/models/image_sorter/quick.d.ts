/** Sorts images in seconds: features that need no training, several ways to sort them, and the one that fits best. */
import { type ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { Pipeline } from "../pipeline/index.js";
import { Jury } from "./jury.js";
export interface QuickOptions {
    /** K, from 2 up. */
    readonly clusters: number;
    readonly seed: number;
    readonly device: Device;
    readonly signal?: AbortSignal | undefined;
    /** Called before each of the features is computed, with its name. */
    readonly onFeatures?: ((name: string) => void) | undefined;
}
/** One way that was tried. */
export interface Tried {
    readonly features: string;
    readonly method: string;
    /** See `Jury.score`. */
    readonly score: number;
}
export interface QuickClusters {
    /** Closing it is the caller's. */
    readonly model: Pipeline;
    /** The way that was chosen. */
    readonly chosen: Tried;
    /** All ways, best first. */
    readonly tried: readonly Tried[];
    /** The cluster of each image. */
    readonly clusters: Int32Array;
    /** Its share, as `predictProba` has it. */
    readonly confidence: Float32Array;
    /** The images that were looked at, in order. */
    readonly sample: readonly number[];
    /** Judges other clusterings of the sample. */
    readonly jury: Jury;
    readonly seconds: number;
}
/**
 * Tries all recipes on the images, or on 2,000 of them at even distances, and keeps the clustering that most features
 * agree with (`Jury`).
 * @throws {DataError} if fewer images differ than there are clusters.
 */
export declare function quickClusters(images: ImageSet, { clusters, seed, device, signal, onFeatures }: QuickOptions): Promise<QuickClusters>;
