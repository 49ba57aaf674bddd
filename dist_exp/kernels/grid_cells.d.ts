/** Histograms and moments of the pixels of each cell of a grid over an image. */
import { type ParamValues } from "./kernel.js";
declare const grid: {
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    /** Cell i of n along an extent holds the pixels from floor(i * extent / n) to before floor((i + 1) * extent / n). */
    grid_rows: "u32";
    grid_columns: "u32";
};
type Grid = ParamValues<typeof grid>;
/** Bins of a channel in the samples of inputs. */
export declare const caseBins: (channel: number) => number;
/**
 * Shares of a cell's values in each bin, which add up to 1: bins of all channels together, or those of each channel after
 * the other's. A value is in bin floor((value - low) * factor), beyond both ends in the last one there; one that rounding may
 * have put just below a bin (by 1e-5 of its width) is in it. Of cells with values that are not finite everything is NaN.
 */
export declare const cellHistogram: import("./kernel.js").Kernel<{
    /** Whether a bin is a combination of bins of all channels. */
    readonly joint: "u32";
    /** Bins of a cell. */
    readonly length: "u32";
    readonly batch: "u32";
    readonly height: "u32";
    readonly width: "u32";
    readonly channels: "u32";
    readonly grid_rows: "u32";
    readonly grid_columns: "u32";
}, {
    readonly x: {
        readonly read: (p: Grid) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            /** Whether a bin is a combination of bins of all channels. */
            readonly joint: "u32";
            /** Bins of a cell. */
            readonly length: "u32";
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly channels: "u32";
            readonly grid_rows: "u32";
            readonly grid_columns: "u32";
        }>>;
    };
    /** [C, 4]: low, factor, number of bins; joint: what a bin counts for in the number of the combination, else the first bin. */
    readonly axes: {
        readonly read: (p: ParamValues<{
            /** Whether a bin is a combination of bins of all channels. */
            readonly joint: "u32";
            /** Bins of a cell. */
            readonly length: "u32";
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly channels: "u32";
            readonly grid_rows: "u32";
            readonly grid_columns: "u32";
        }>) => number;
        readonly sample: (_: import("../index.js").Random, p: ParamValues<{
            /** Whether a bin is a combination of bins of all channels. */
            readonly joint: "u32";
            /** Bins of a cell. */
            readonly length: "u32";
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly channels: "u32";
            readonly grid_rows: "u32";
            readonly grid_columns: "u32";
        }>, i: number) => number;
    };
    readonly y: {
        readonly write: (p: ParamValues<{
            /** Whether a bin is a combination of bins of all channels. */
            readonly joint: "u32";
            /** Bins of a cell. */
            readonly length: "u32";
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly channels: "u32";
            readonly grid_rows: "u32";
            readonly grid_columns: "u32";
        }>) => number;
    };
}>;
/**
 * y [B, rows, columns, C, 3]: mean, standard deviation, and the cube root of the mean third power of the deviations, which
 * has the values' unit, too (Stricker and Orengo 1995).
 */
export declare const cellMoments: import("./kernel.js").Kernel<{
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    /** Cell i of n along an extent holds the pixels from floor(i * extent / n) to before floor((i + 1) * extent / n). */
    grid_rows: "u32";
    grid_columns: "u32";
}, {
    readonly x: {
        readonly read: (p: Grid) => number;
        readonly sample: (random: import("../index.js").Random) => number;
    };
    readonly y: {
        readonly write: (p: ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Cell i of n along an extent holds the pixels from floor(i * extent / n) to before floor((i + 1) * extent / n). */
            grid_rows: "u32";
            grid_columns: "u32";
        }>) => number;
    };
}>;
export {};
