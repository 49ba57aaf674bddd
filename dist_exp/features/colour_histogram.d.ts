import type { EstimatorState } from "../estimators/estimator.js";
import { type ColourSpace } from "./image_channels.js";
import { type FeaturePlan, type ImageSize, ImageTransformer } from "./image_transformer.js";
export interface ColourHistogramOptions {
    /** Default "hsv". */
    readonly space?: ColourSpace;
    /**
     * Bins of each channel, or of all. Default [8, 4, 4]. Grey images have one axis, grey, with the bins of brightness: the
     * third channel of "hsv", else the first.
     */
    readonly bins?: number | readonly [number, number, number];
    /** Whether each combination of the channels' bins is counted (default), or each channel's bins alone. */
    readonly joint?: boolean;
    /** Rows and columns of cells with a histogram each. Default [1, 1]. */
    readonly grid?: readonly [number, number];
}
/**
 * Which share of the pixels has which colour (Swain and Ballard 1991): images by their colours, wherever those are.
 *
 * ```ts
 * const colours = new ColourHistogram({ space: "lab", bins: 6, grid: [2, 2] });
 * using features = await (await colours.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * Cell by cell, row by row; the bins of a cell add up to 1. Colours are scikit-image's rgb2hsv and rgb2lab, and bins those
 * of NumPy's histogramdd and histogram. Values outside of a channel's range count in the bin at its end.
 */
export declare class ColourHistogram extends ImageTransformer {
    #private;
    readonly kind = "colour_histogram";
    protected readonly name = "ColourHistogram";
    protected readonly options: Required<ColourHistogramOptions>;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ space, bins, joint, grid }?: ColourHistogramOptions);
    protected plan(size: ImageSize): FeaturePlan;
    /** @throws {SkeinError} if the state is none of these features. */
    static restore(state: EstimatorState): ColourHistogram;
}
