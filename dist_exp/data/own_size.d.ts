import { type WholeImage } from "./decode.js";
import { type ImageSet, type SkippedFile } from "./image_set.js";
/** One or more images of a set. */
export interface OwnSizeBatch {
    /** Where each image stands in the set. */
    readonly places: readonly number[];
    readonly images: readonly WholeImage[];
    /** Files that could not be decoded in full. */
    readonly skipped: readonly SkippedFile[];
}
export interface OwnSizeOptions {
    /** As for `openImages`. */
    readonly maxPixels?: number | undefined;
    readonly signal?: AbortSignal | undefined;
}
/**
 * The images of a set once more, each at its own size, and with alpha where it has it. Images of an array have the size
 * that they have in the set.
 *
 * @throws {DataError} for images of an archive, which are not unpacked again; the reason of `signal` if it aborts.
 */
export declare function ownSizeImages(set: ImageSet, { maxPixels, signal }?: OwnSizeOptions): AsyncGenerator<OwnSizeBatch, void, undefined>;
/** Images of one size, together. */
export interface SizeGroup extends WholeImage {
    readonly count: number;
    /** Where each of them stands among all. */
    readonly rows: readonly number[];
}
/** Images by size and channels, those of each size as one array [count, height, width, channels]. */
export declare function bySize(images: readonly WholeImage[]): SizeGroup[];
