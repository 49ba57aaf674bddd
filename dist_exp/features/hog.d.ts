import type { EstimatorState } from "../estimators/estimator.js";
import { blockNorms } from "../kernels/hog.js";
import { type FeaturePlan, type ImageSize, ImageTransformer } from "./image_transformer.js";
export interface HogOptions {
    /** Bins of the directions 0 to 180 degrees. Default 9. */
    readonly orientations?: number;
    /**
     * Height and width of a cell. Default [8, 8]. "auto": squares, seven or more along the image's shorter side (28 pixels:
     * 4; 64 pixels: 9), of at least 2 pixels where a block then fits into the image.
     */
    readonly pixelsPerCell?: readonly [number, number] | "auto";
    /** Cells of a block, down and across. Default [3, 3]. */
    readonly cellsPerBlock?: readonly [number, number];
    /**
     * A block's length: its sum ("L1"), with the roots of the quotients ("L1-sqrt"), the root of its sum of squares ("L2"),
     * or that, values above 0.2 cut, and once more ("L2-Hys", default).
     */
    readonly blockNorm?: keyof typeof blockNorms;
    /** Takes the square roots of the values first, which evens out shadows; values must not be negative. Default false. */
    readonly transformSqrt?: boolean;
}
/**
 * How strong the edges of each direction are, cell by cell (Dalal and Triggs 2005): shapes without their brightness.
 *
 * ```ts
 * const hog = new Hog({ pixelsPerCell: [4, 4] });
 * using features = await (await hog.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * The values are those of scikit-image's `hog` with `feature_vector`, block by block. Each pixel votes for the one bin of
 * its direction; of several channels the one with the largest gradient counts.
 */
export declare class Hog extends ImageTransformer {
    #private;
    readonly kind = "hog";
    protected readonly name = "Hog";
    protected readonly options: Required<HogOptions>;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ orientations, pixelsPerCell, cellsPerBlock, blockNorm, transformSqrt, }?: HogOptions);
    protected plan({ height, width, channels }: ImageSize): FeaturePlan;
    /** @throws {SkeinError} if the state is none of these features. */
    static restore(state: EstimatorState): Hog;
}
