import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import type { Tensor } from "../tensor/index.js";
/** The height and width of images whose shorter side has `side` pixels at most; the ratio of both stays, about. */
export declare function smallerSize(height: number, width: number, side: number): [number, number];
/**
 * x [N, H, W, C] with at most `side` pixels on the shorter side, each the mean of an area; a copy where they are small. The
 * caller releases it.
 */
export declare function smallerImages(x: Tensor, side: number): Tensor;
/** Features of images with at most `side` pixels on the shorter side; larger ones are made smaller (`smallerImages`). */
export declare class SmallerImages implements Transformer {
    #private;
    readonly kind = "smaller_images";
    /** @throws {ArgumentError} if side is not a whole number from 1 up. */
    constructor(features: Transformer, { side }: {
        readonly side: number;
    });
    /** Fits the features to the smaller ones of x [N, H, W, C]. @throws {SkeinError} what the features throw. */
    fit(x: Tensor): Promise<this>;
    /** The features [N, F] of the smaller ones of x; the caller releases them. @throws {SkeinError} as the features. */
    transform(x: Tensor): Promise<Tensor>;
    /** What the features learned, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} where the state is not one of these. */
    static restore({ options, arrays, details }: EstimatorState): SmallerImages;
}
