import type { EstimatorState, Transformer } from "../../estimators/estimator.js";
import { type Tensor } from "../../tensor/index.js";
export interface PatchDictionaryOptions {
    /** K, the patterns: from 1 up. Default 256. */
    readonly atoms?: number;
    /** Sides of a patch, in pixels, from 2 up. Default 6. */
    readonly patchSize?: number;
    /** Pixels from one patch to the next when images are transformed, from 1 up. Default 1. */
    readonly stride?: number;
    /** Patches from random places that the patterns are learned from, at least K. Default 20,000. */
    readonly patches?: number;
    /** Added to a patch's variance before its contrast becomes 1, for pixels from 0 to 1. Default 10 / 255^2. */
    readonly contrast?: number;
    /** Added to the variances that whitening divides by, in units of a patch's variance. Default 0.1. */
    readonly whitening?: number;
    /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
    readonly seed?: number;
}
/**
 * Features of images without labels, by k-means (Coates and Ng 2011): patches from random places, each of mean 0 and
 * contrast 1, are whitened (ZCA), and their K clusters are a dictionary. Of each patch of an image, pattern k has
 * max(0, mean distance to all patterns - distance to k); the sums over the image's four quadrants are its features.
 *
 * ```ts
 * const patches = await new PatchDictionary({ atoms: 100 }).fit(images); // images: a tensor [N, H, W, C], 0 to 1
 * const y = await patches.transform(images); // [N, 400]
 * ```
 */
export declare class PatchDictionary implements Transformer {
    #private;
    readonly kind = "patch_dictionary";
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ atoms, patchSize, stride, patches, contrast, whitening, seed, }?: PatchDictionaryOptions);
    /** The patterns, of whitened patches: [K, patch height, patch width, C] row by row. */
    get atoms(): Float32Array;
    /**
     * Learns the patterns from x [N, H, W, C], values 0 to 1.
     * @throws {ShapeError} if x is not images of float32, or they are smaller than a patch.
     * @throws {DataError} if x holds values that are not finite, or a patch has more values than there are patches.
     */
    fit(x: Tensor): Promise<this>;
    /**
     * The features of x [N, H, W, C], [N, 4 K]: for the quadrants top left, top right, bottom left and bottom right, the
     * patterns' sums. The caller releases it.
     * @throws {ArgumentError} before `fit`.
     * @throws {ShapeError} if x is not images of float32 with as many channels as `fit` got, or they are smaller than a
     *   patch.
     * @throws {DataError} if x holds values that are not finite.
     */
    transform(x: Tensor): Promise<Tensor>;
    /** What it learned, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} where the state is not one of a PatchDictionary. */
    static restore(state: EstimatorState): PatchDictionary;
}
