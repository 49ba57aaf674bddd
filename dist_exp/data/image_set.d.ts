import type { RangeOption } from "./samples.js";
/** A file that could not be used, and why, in words a person can act on. */
export interface SkippedFile {
    /** Path relative to the source's root, with forward slashes. */
    name: string;
    reason: string;
}
/**
 * Images of one size, held as bytes.
 *
 * `pixels` is laid out NHWC: the value of channel `c` at row `y`, column `x` of
 * image `n` is `pixels[((n * height + y) * width + x) * channels + c]`.
 */
export interface ImageSet {
    readonly count: number;
    readonly height: number;
    readonly width: number;
    /** 1 for grey, 3 for red, green, blue (sRGB). */
    readonly channels: 1 | 3;
    /** `count * height * width * channels` bytes, 0 to 255. */
    readonly pixels: Uint8Array;
    /** One path per image, relative to the source's root, or null where images have no files of their own. */
    readonly names: readonly string[] | null;
    /** Where each image stands in its source, of a set that holds only some of its images. */
    readonly numbers?: readonly number[];
    /** One class index per image, -1 where an image's class is not known, or null where none is. */
    readonly labels: Int32Array | null;
    /** `labelNames[label]` is the name of a class; null where classes have numbers only, or no labels exist. */
    readonly labelNames: readonly string[] | null;
    /** Files of the source that could not be used. */
    readonly skipped: readonly SkippedFile[];
    /** Links of the source that lead to images counted already, or to folders of them. */
    readonly repeated?: number;
    /** Files of the source that are no pictures, counted by their endings, such as ".txt"; "" for those without. */
    readonly others?: Readonly<Record<string, number>>;
    /** What names are relative to: a folder, or "" where they are paths; null where they name no files on the disk. */
    readonly folder?: string | null;
    /** Where the images came from: a path or a data set's name. */
    readonly source: string;
    /** How samples of more than 8 bits became bytes; a model keeps it, to read new images alike. */
    readonly range?: RangeOption;
}
/** What `createImageSet` takes: optional parts may be left out. */
export type ImageSetInit = Pick<ImageSet, "count" | "height" | "width" | "channels" | "pixels" | "source"> & Partial<Pick<ImageSet, "names" | "numbers" | "labels" | "labelNames" | "skipped" | "repeated" | "others" | "folder" | "range">>;
/**
 * Makes an `ImageSet` whose parts fit each other. Nothing is copied.
 *
 * @throws ShapeError if the number of pixels, names or labels is not what `count` and the size ask for.
 */
export declare function createImageSet(init: ImageSetInit): ImageSet;
/** Bytes of one image: `height * width * channels`. */
export declare function imageBytes(set: Pick<ImageSet, "height" | "width" | "channels">): number;
/**
 * The images at `indices`, in that order, as a copy. An index may occur more than once.
 *
 * @throws ArgumentError if an index is not an integer from 0 to `count - 1`.
 */
export declare function subset(set: ImageSet, indices: ArrayLike<number>): ImageSet;
/** `count` numbers from 0 to `total - 1` at even distances, in order; all of them where there are no more. */
export declare function evenly(total: number, count: number): number[];
/**
 * The first `count` images (all of them if there are fewer), sharing the pixels of `set`.
 *
 * @throws ArgumentError if `count` is not an integer of at least 0.
 */
export declare function take(set: ImageSet, count: number): ImageSet;
/**
 * One set after the other, as a copy, such as training and test images for clustering all of them.
 * Names and labels are kept where every set has them.
 *
 * @throws ArgumentError if no set is given; DataError if sizes, channels or class names differ.
 */
export declare function concat(sets: readonly ImageSet[]): ImageSet;
