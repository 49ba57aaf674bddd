import { type ImageSet } from "../../data/image_set.js";
import type { Log } from "./table.js";
export interface Split {
    readonly train: ImageSet;
    readonly test: ImageSet;
}
/**
 * MNIST read back from a folder with a folder of PNG files for each digit. The files are written below `cache` the
 * first time.
 * @param limit training images, `tests` test images, at even distances; all by default.
 */
export declare function digitsFromFolder(cache: string, log: Log, { limit, tests, side, }?: {
    readonly limit?: number;
    readonly tests?: number;
    readonly side?: number;
}): Promise<Split>;
/** A share of the images for the test, the others for the training, chosen at random by `seed`. */
export declare function splitAtRandom(set: ImageSet, share: number, seed: number): Split;
/**
 * 100 faces and 100 crops without a face, 25 x 25, grey: `lfw_subset.npy` of scikit-image 0.19 (from Labeled Faces in
 * the Wild, Huang et al. 2007).
 */
export declare function faces(folder: string): Promise<ImageSet>;
/**
 * Crops of two photographs of scikit-image, a cat and a cup of coffee, each a class. Training crops are from the left
 * 60 % of a photograph, test crops from the right 40 %.
 */
export declare function photographCrops(folder: string, side: number, counts: {
    readonly train: number;
    readonly test: number;
}): Promise<Split>;
