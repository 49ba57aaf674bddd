/** What features of images have in common: one kind of image, blocks of images, and what is said of bad ones. */
import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import { Tensor } from "../tensor/index.js";
/** The size of each image. */
export interface ImageSize {
    readonly height: number;
    readonly width: number;
    readonly channels: number;
}
/** How features are computed of images of one size. */
export interface FeaturePlan {
    /** F: numbers for each image. */
    readonly features: number;
    /** Records what writes y [B, F] of x [B, H, W, C]. */
    record(x: Tensor, y: Tensor): void;
}
/** Features of images that need no training: `fit` takes the images' size, which `transform` then expects. */
export declare abstract class ImageTransformer implements Transformer {
    #private;
    abstract readonly kind: string;
    /** Its class, for messages. */
    protected abstract readonly name: string;
    protected abstract readonly options: object;
    /** @throws {ShapeError} where images of this size have no such features. */
    protected abstract plan(size: ImageSize): FeaturePlan;
    /** F, the numbers for each image. @throws {ArgumentError} before `fit`. */
    get features(): number;
    /**
     * Takes the size of the images x [N, H, W, C]; their values, 0 to 1, are not looked at.
     * @throws {ShapeError} if x is no float32 tensor of images, or the images are too small for the options.
     */
    fit(x: Tensor): Promise<this>;
    /**
     * The features [N, F] of the images x [N, H, W, C]. The caller releases them.
     * @throws {ArgumentError} before `fit`.
     * @throws {ShapeError} if the images have another size than those that `fit` got.
     * @throws {DataError} if values of x are not finite.
     */
    transform(x: Tensor): Promise<Tensor>;
    /** The options, and the images' size. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** Takes the size of the images from a state. @throws {DataError} if it holds none. */
    protected restoreSize({ details }: EstimatorState): this;
}
