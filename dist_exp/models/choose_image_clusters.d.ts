/** How many classes images have, from features that need no training. */
import { type ChooseClustersOptions, type ClusterChoice } from "../clustering/selection/choose_clusters.js";
import { type ImageSet } from "../data/image_set.js";
import type { Device } from "../device/index.js";
import type { DeviceChoice } from "../device/node/index.js";
import "../features/index.js";
import type { ImageSize } from "./images.js";
export interface ChooseImageClustersOptions extends Omit<ChooseClustersOptions, "onProgress"> {
    /**
     * Features by name, as `imageFeatures` knows them, with what each is multiplied with once all have the same
     * variance. Default those of `CHOICE_FEATURES` in which the images lie in the clearest clusters.
     */
    readonly features?: Readonly<Record<string, number>>;
    /** Principal components that are kept of the features, at most. Default 50. */
    readonly components?: number;
    /** A device, which stays the caller's to close, or which to open. Default "auto". */
    readonly device?: Device | DeviceChoice;
    /** Is told before each part of the work: "features", then each criterion. */
    readonly onProgress?: (done: number, all: number, title: string) => void;
}
/** What was looked at: `rows` of the choice are places in `images`. */
export interface ImageClusterChoice extends ClusterChoice {
    readonly features: Readonly<Record<string, number>>;
    /** Columns of the rows that were judged. */
    readonly components: number;
}
type Weights = Readonly<Record<string, number>>;
/** Shapes, textures and contrast, the images themselves, and colours. */
export declare const CHOICE_FEATURES: readonly {
    readonly features: Weights;
    suits(size: ImageSize): boolean;
}[];
/**
 * Judges numbers of classes for images: features, their principal components, then `chooseClusters`. Images beyond
 * `sample` are left out at even distances.
 *
 * Which features tell classes apart depends on the images. Where none are given, those are taken whose highest value of
 * the criterion "umap-silhouette", over all numbers of classes, is the greatest.
 * @throws {ArgumentError} if an option is out of its range or a feature unknown.
 * @throws {DataError} for fewer than 3 images that differ.
 */
export declare function chooseImageClusters(images: ImageSet, options?: ChooseImageClustersOptions): Promise<ImageClusterChoice>;
export {};
