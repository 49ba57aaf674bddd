/** Divides images into regions without labels. */
import type { Device } from "../../device/index.js";
import type { DeviceChoice } from "../../device/node/index.js";
import { type SegmentationScores } from "../../metrics/segmentation.js";
import type { FitOptions, FitResult } from "../image_model.js";
import type { Images } from "../images.js";
import { type ImageSegmenterConfig, type ImageSegmenterOptions } from "./config.js";
import { type Segmentation } from "./segmentation.js";
export interface SegmentOptions {
    /** Ends the work between two batches of images, with the signal's reason. */
    readonly signal?: AbortSignal | undefined;
}
/**
 * Divides each image into K regions; of two, region 1 is the foreground. No label is looked at.
 *
 * ```ts
 * const segmenter = new ImageSegmenter({ method: "inpainting" });
 * await segmenter.fit(images);
 * const masks = await segmenter.predict(images); // [N, H, W], 0 background, 1 foreground
 * await segmenter.close();
 * ```
 *
 * Images have 1 or 3 channels, or one more with alpha. Images of different sizes are given as a list; each is segmented
 * at its own size. An image of one colour has no foreground: all its pixels are of region 0.
 */
export declare class ImageSegmenter {
    #private;
    readonly kind = "image-segmenter";
    /** The configuration, every default filled in. */
    readonly config: ImageSegmenterConfig;
    /**
     * @param options what is left out has its default; `settings` are those of the method.
     * @param device a device, which stays the caller's to close, or which to open. Default "auto".
     * @throws {ArgumentError} naming the first option that is wrong, what was given, and what it takes.
     */
    constructor(options?: ImageSegmenterOptions, device?: Device | DeviceChoice);
    /** Names of the regions, or null where they have none: of more than two regions it is not known what they show. */
    get regionNames(): readonly string[] | null;
    /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
    device(): Promise<Device>;
    /**
     * Learns from images, where the method learns; the others work image by image, and `fit` checks the images.
     * @throws {DataError} for no images, or images that cannot be read.
     * @throws {ArgumentError} while another `fit` is under way.
     */
    fit(images: Images | readonly Images[], options?: FitOptions): Promise<FitResult>;
    /**
     * Masks, probabilities, and what was found out about the images.
     * @throws {ArgumentError} before `fit` or `load`, where the method learns.
     * @throws {DataError} for images that cannot be read.
     */
    segment(images: Images, options?: SegmentOptions): Promise<Segmentation>;
    segment(images: readonly Images[], options?: SegmentOptions): Promise<Segmentation[]>;
    /** The region of each pixel, [N, H, W]; a list for a list of images. Errors as `segment`. */
    predict(images: Images, options?: SegmentOptions): Promise<Uint8Array>;
    predict(images: readonly Images[], options?: SegmentOptions): Promise<Uint8Array[]>;
    /** The probability of each region at each pixel, [N, K, H, W]; a list for a list of images. Errors as `segment`. */
    predictProba(images: Images, options?: SegmentOptions): Promise<Float32Array>;
    predictProba(images: readonly Images[], options?: SegmentOptions): Promise<Float32Array[]>;
    /**
     * Compares the regions with true ones.
     * @param masks the true region of each pixel, [N, H, W], numbered from 0; a list for a list of images.
     * @returns scores; where regions have no names, under the best one-to-one mapping of regions to true ones.
     * @throws {ShapeError} when masks and images differ in number or size. Further errors as `segment`.
     */
    evaluate(images: Images | readonly Images[], masks: ArrayLike<number> | readonly ArrayLike<number>[], options?: SegmentOptions): Promise<SegmentationScores>;
    /** Writes the configuration and what was learned; an older file of that name survives a failure. @throws {ModelFileError} */
    save(path: string): Promise<void>;
    /** Frees what was learned, and closes the device unless it was given; a `fit` under way ends first. Closing twice is harmless. */
    close(): Promise<void>;
    /** Reads a model that `save` wrote. @throws {ModelFileError} */
    static load(path: string, device?: Device | DeviceChoice): Promise<ImageSegmenter>;
}
