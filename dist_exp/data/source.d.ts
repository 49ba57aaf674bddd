import { type OpenedImages, type SourceFormat, type SourceOptions } from "./sources/index.js";
export type { OpenedImages, SourceOptions };
/**
 * Opens what a person names on a command line: `mnist`, `fashion-mnist`, an IDX file of images or a folder with MNIST's
 * four, a NumPy array (.npy, .npz), CIFAR's binary files, a zip or tar archive of images, a CSV of paths, a folder of
 * images, or a single image. A folder or file called "mnist" is reached as `./mnist`.
 *
 * @throws DataError if there is no such thing, it is of no supported type, or cannot be used;
 * ArgumentError for an option out of range; the reason of `signal` if it aborts.
 */
export declare function openImages(source: string, options?: SourceOptions): Promise<OpenedImages>;
/**
 * The format of a source.
 * @throws {DataError} if there is no such thing, or it is of no supported type.
 */
export declare function sourceFormat(source: string): Promise<SourceFormat>;
