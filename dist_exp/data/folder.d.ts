import { DataError } from "../errors.js";
import { type DecodeOptions } from "./decode.js";
import { type DecodeRunOptions } from "./decode_files.js";
import { type ImageFiles } from "./image_files.js";
import { type ImageSet, type SkippedFile } from "./image_set.js";
/** Options of `loadImageFolder`. */
export type FolderOptions = DecodeOptions & DecodeRunOptions & {
    /** Files of a folder that are read, at even distances through it, at least 1. Default: all. */
    limit?: number;
};
/**
 * Decodes every image in a folder and the folders in it, scaled to one size, in the order of
 * their names. Images that cannot be decoded are left out and listed in `skipped`; other
 * files are ignored. See `openDecoder` for what is done to an image, `findImages` for which
 * files count.
 *
 * @throws DataError if the folder cannot be read, holds no image, or none that can be decoded;
 * ArgumentError for an option out of range; the reason of `signal` if it aborts.
 */
export declare function loadImageFolder(root: string, options?: FolderOptions): Promise<ImageSet>;
/**
 * Decodes one image file into a set of one.
 *
 * @throws DataError if it cannot be decoded; ArgumentError for an option out of range.
 */
export declare function loadImageFile(path: string, options?: FolderOptions): Promise<ImageSet>;
/** `limit` of the items at even distances; all where it is left out. @throws {ArgumentError} */
export declare function limited<T>(items: readonly T[], limit?: number): readonly T[];
/**
 * Decodes files into a set, in the size, range and channels that the options ask for, or that suit all of them.
 *
 * @param skipped files that could not be used, known before; those that cannot be decoded are added
 * @throws DataError where none can be decoded
 */
export declare function decodeImages(files: ImageFiles, source: string, options: FolderOptions, skipped?: readonly SkippedFile[]): Promise<ImageSet>;
/** What is said where no image can be used. */
export declare function noImages(source: string, skipped: readonly SkippedFile[], others?: Readonly<Record<string, number>>): DataError;
