import type { EstimatorState } from "../estimators/estimator.js";
import { type ColourSpace } from "./image_channels.js";
import { type FeaturePlan, type ImageSize, ImageTransformer } from "./image_transformer.js";
export interface ImageMomentsOptions {
    /** Default "lab". Grey images are grey in all of them. */
    readonly space?: ColourSpace;
    /**
     * Whether the gradient of grey counts besides the colours: half the difference of the pixels at the right and left, that of
     * those below and above, and the length of both. Default true.
     */
    readonly gradients?: boolean;
    /** Rows and columns of cells with moments of their own. Default [2, 2]. */
    readonly grid?: readonly [number, number];
}
/**
 * Mean, standard deviation and skewness of each colour channel and of the gradient, cell by cell (Stricker and Orengo
 * 1995): colours and contrast in a few numbers.
 *
 * ```ts
 * const moments = new ImageMoments({ grid: [3, 3] });
 * using features = await (await moments.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * [rows, columns, channels, 3] for each image. Skewness is the cube root of the mean third power of the deviations, which
 * has the values' own unit. Colours are scikit-image's; the gradient takes the edge's own pixel for the one beyond.
 */
export declare class ImageMoments extends ImageTransformer {
    readonly kind = "image_moments";
    protected readonly name = "ImageMoments";
    protected readonly options: Required<ImageMomentsOptions>;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ space, gradients, grid }?: ImageMomentsOptions);
    protected plan(size: ImageSize): FeaturePlan;
    /** @throws {SkeinError} if the state is none of these features. */
    static restore(state: EstimatorState): ImageMoments;
}
