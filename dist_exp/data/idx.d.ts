import { type ImageSet } from "./image_set.js";
/** The values of an IDX file in row-major order, and their dimensions. */
export interface IdxArray {
    shape: number[];
    data: Uint8Array;
}
/**
 * Reads an IDX file of unsigned bytes, gzipped or not (its first bytes tell, not its name).
 *
 * The header is believed only as far as the file's bytes bear it out: memory is taken for
 * bytes that were read, never for bytes that were promised.
 *
 * @throws DataError if the file cannot be read, is not IDX, holds another type than unsigned
 * bytes, or holds fewer or more values than its header says.
 */
export declare function readIdx(path: string): Promise<IdxArray>;
/**
 * Reads images from an IDX file of shape [N, height, width] or [N, height, width, channels],
 * and their labels. Without `labelsPath`, labels are taken from the file beside the images
 * that bears the usual name (`train-images-idx3-ubyte` -> `train-labels-idx1-ubyte`, `.gz` or
 * not); where there is none, the set has no labels. `null` asks for no labels.
 *
 * @throws DataError if a file cannot be used, or the labels are not as many as the images.
 */
export declare function loadIdxImages(imagesPath: string, labelsPath?: string | null): Promise<ImageSet>;
/** The label file that stands beside a file of images under the usual name, or null. */
export declare function findCompanionLabels(imagesPath: string): Promise<string | null>;
