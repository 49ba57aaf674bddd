/** Histograms of local binary patterns. */
import type { EstimatorState } from "../estimators/estimator.js";
import { lbpMethods } from "../kernels/lbp.js";
import { type FeaturePlan, type ImageSize, ImageTransformer } from "./image_transformer.js";
export interface LocalBinaryPatternOptions {
    /** Points of the circle around each pixel, P. Default 8. */
    readonly points?: number;
    /** Of the circle, in pixels. Default 1. */
    readonly radius?: number;
    /**
     * Which patterns are told apart: all 2^P ("default"; P up to 16), or those whose points change at most twice between
     * darker and not darker, by the number of these ("uniform", default, P + 2 numbers; as the image turns they stay), or by
     * number and place ("nri_uniform", P (P - 1) + 3).
     */
    readonly method?: keyof typeof lbpMethods;
    /** Rows and columns of cells with a histogram each. Default [1, 1]. */
    readonly grid?: readonly [number, number];
}
/**
 * Which share of the pixels is the middle of which pattern of brighter and darker points around (Ojala, Pietikäinen and
 * Mäenpää 2002): textures, whatever their brightness.
 *
 * ```ts
 * const lbp = new LocalBinaryPattern({ points: 16, radius: 2, grid: [2, 2] });
 * using features = await (await lbp.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * Numbers of patterns are those of scikit-image's local_binary_pattern, but that a point darker than the pixel by less
 * than 2^-20 counts as equal: rounding alone decides there. Images of three channels are made grey first.
 */
export declare class LocalBinaryPattern extends ImageTransformer {
    readonly kind = "local_binary_pattern";
    protected readonly name = "LocalBinaryPattern";
    protected readonly options: Required<LocalBinaryPatternOptions>;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ points, radius, method, grid }?: LocalBinaryPatternOptions);
    protected plan(size: ImageSize): FeaturePlan;
    /** @throws {SkeinError} if the state is none of these features. */
    static restore(state: EstimatorState): LocalBinaryPattern;
}
