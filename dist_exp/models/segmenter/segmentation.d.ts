/** What a segmenter finds in images of one size. */
import { type Images } from "../images.js";
import type { ImageSegmenterConfig } from "./config.js";
import type { SegmenterInput } from "./input.js";
export interface Segmentation {
    readonly count: number;
    readonly height: number;
    readonly width: number;
    /** K. */
    readonly regions: number;
    /** The region of each pixel, [N, H, W]. */
    readonly masks: Uint8Array;
    /** The probability of each region at each pixel, [N, K, H, W]; a pixel's add up to 1. */
    readonly probabilities: Float32Array;
    /** How sure each image's mask is, [N]: the mean over its pixels of the probability of their region. */
    readonly confidence: Float32Array;
    /** The images of one colour, whose pixels are all of region 0. */
    readonly oneColour: readonly number[];
    /** The images with pixels that are not opaque: `alpha: "mask"` takes their alpha as the mask. */
    readonly transparent: readonly number[];
}
/** The images of an input that a method is asked about: those of more than one colour. */
export declare function imagesWithRegions({ images, oneColour }: SegmenterInput): Images;
/**
 * Asks a method about images in blocks of about `blockPixels`, and answers for those of one colour and those whose alpha
 * channel is the mask.
 */
export declare function segmentationOf({ images, alpha, transparent, oneColour }: SegmenterInput, { regions, alpha: alphaIs }: Pick<ImageSegmenterConfig, "regions" | "alpha">, blockPixels: number, find: (images: Images) => Promise<Float32Array>): Promise<Segmentation>;
