import type { SkippedFile } from "./image_set.js";
/** The images found, as paths relative to the folder they were looked for in. */
export interface FoundImages {
    names: string[];
    /** Images that cannot be read, folders that may not be opened, links that lead nowhere. */
    skipped: SkippedFile[];
    /** Links to images, and links to folders or other ways into them, that were found already by another name. */
    repeated: number;
    /** Files that are no pictures, counted by their endings in lower case, such as ".txt"; "" for those without. */
    others: Record<string, number>;
}
/**
 * Finds the image files in a folder and the folders in it, at any depth.
 *
 * Names use forward slashes and are sorted by code unit, so that the order is the same on
 * every machine and in every locale. Files and folders whose names begin with a dot are left
 * out (thumbnails, macOS's `._` files).
 *
 * Links are followed, and each folder is entered once, however many links or mounts lead to it:
 * under its own name where it lies in `root`, else under the first link's. A link to an image that
 * was found already does not count, either. Hard links do: none of a file's names is the true one,
 * and tools that save space make one file of equal pictures in different folders.
 *
 * @throws DataError if `root` is not a folder that can be read; the reason of `signal` if it aborts.
 */
export declare function findImages(root: string, options?: {
    signal?: AbortSignal;
}): Promise<FoundImages>;
/**
 * Expands what a command line names: a file stays as it is, a folder becomes the images in it.
 * Names are paths, beginning with the source as it was given.
 *
 * @throws DataError if a source does not exist or cannot be read.
 */
export declare function listImages(sources: readonly string[], options?: {
    signal?: AbortSignal;
}): Promise<FoundImages>;
/** Whether a file is an image that Skein reads: by its name, or by its content where the name has no ending. */
export declare function isImageFile(path: string): Promise<boolean>;
/** Why a picture or video is not read, and what to do; null for files that are read, and for those of other kinds. */
export declare function whyNotRead(path: string): Promise<string | null>;
/** The same, by the name alone. */
export declare function judgeName(name: string): Promise<string | null>;
/** A file's ending as files of other kinds are counted by it: in lower case, or "". */
export declare function endingOf(name: string): string;
