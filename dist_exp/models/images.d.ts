import type { RangeOption } from "../data/samples.js";
/** Height, width and channels of a model's images. */
export interface ImageSize {
    readonly height: number;
    readonly width: number;
    readonly channels: number;
    /** How samples of more than 8 bits were read, for new images to be read alike; "full" where absent. */
    readonly range?: RangeOption;
}
/** Images as bytes, 0 to 255, [count, height, width, channels]. An `ImageSet` is one. */
export interface Images extends ImageSize {
    readonly count: number;
    readonly pixels: Uint8Array | Uint8ClampedArray;
}
/** The images at `rows`, in that order; the same ones, not copied, where rows are as many as they are. */
export declare function imagesAt(images: Images, rows: readonly number[]): Images;
/** A short name for a set's pixels and labels, by which a checkpoint knows its data again. */
export declare function fingerprint(images: Images, labels?: ArrayLike<number>): Promise<string>;
/**
 * Values 0 to 255 in one byte each: those of other arrays would be read as something else. A canvas gives its pixels
 * as a Uint8ClampedArray: the same bytes, returned as the type that the rest takes.
 * @throws {DataError} when pixels are of another type, or their number is not that of the shape.
 */
export declare function checkPixels(images: Images): Images;
