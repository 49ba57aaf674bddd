/**
 * Histograms of oriented gradients (Dalal and Triggs 2005), in two steps: each cell's histogram of directions, and blocks of
 * cells brought to one length.
 */
import { type ParamValues } from "./kernel.js";
/** How a block is brought to one length, numbered as in the shader. */
export declare const blockNorms: {
    readonly L1: 0;
    readonly "L1-sqrt": 1;
    readonly L2: 2;
    readonly "L2-Hys": 3;
};
declare const cellParams: {
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    /** Pixels of a cell. */
    cell_height: "u32";
    cell_width: "u32";
    /** Bins of 180 degrees. */
    orientations: "u32";
    /** Whether the square roots of the pixels are taken first. */
    square_root: "u32";
};
type CellParams = ParamValues<typeof cellParams>;
/**
 * The lower ends of the bins, at 180 i / orientations degrees, as (cosine, sine): a gradient (column, row) in the upper
 * half plane is at bin i's lower end or beyond where cosine * row >= sine * column. The larger of both is made 1 or -1:
 * one product is exact then, and so are comparisons at 45, 90 and 135 degrees.
 */
export declare function binEnd(orientations: number, i: number): readonly [cosine: number, sine: number];
/**
 * The mean gradient magnitude of a cell's pixels in each bin of directions. Gradients are differences of the pixels beside,
 * 0 at the image's edges; of several channels a pixel's largest counts.
 */
export declare const hogCells: import("./kernel.js").Kernel<{
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    /** Pixels of a cell. */
    cell_height: "u32";
    cell_width: "u32";
    /** Bins of 180 degrees. */
    orientations: "u32";
    /** Whether the square roots of the pixels are taken first. */
    square_root: "u32";
}, {
    readonly x: {
        readonly read: (p: CellParams) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Pixels of a cell. */
            cell_height: "u32";
            cell_width: "u32";
            /** Bins of 180 degrees. */
            orientations: "u32";
            /** Whether the square roots of the pixels are taken first. */
            square_root: "u32";
        }>>;
    };
    /** [orientations, 2], see `binEnd`. */
    readonly ends: {
        readonly read: (p: ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Pixels of a cell. */
            cell_height: "u32";
            cell_width: "u32";
            /** Bins of 180 degrees. */
            orientations: "u32";
            /** Whether the square roots of the pixels are taken first. */
            square_root: "u32";
        }>) => number;
        readonly sample: (_: import("../index.js").Random, p: ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Pixels of a cell. */
            cell_height: "u32";
            cell_width: "u32";
            /** Bins of 180 degrees. */
            orientations: "u32";
            /** Whether the square roots of the pixels are taken first. */
            square_root: "u32";
        }>, i: number) => number;
    };
    readonly cells: {
        readonly write: (p: ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Pixels of a cell. */
            cell_height: "u32";
            cell_width: "u32";
            /** Bins of 180 degrees. */
            orientations: "u32";
            /** Whether the square roots of the pixels are taken first. */
            square_root: "u32";
        }>) => number;
    };
}>;
declare const blockParams: {
    batch: "u32";
    /** Cells of an image. */
    rows: "u32";
    columns: "u32";
    /** Cells of a block. */
    block_rows: "u32";
    block_columns: "u32";
    orientations: "u32";
    /** One of `blockNorms`. */
    norm: "u32";
};
type BlockParams = ParamValues<typeof blockParams>;
/** Blocks of histograms, which overlap, over their length: y [B, block rows, block columns, rows, columns, orientations]. */
export declare const hogBlocks: import("./kernel.js").Kernel<{
    batch: "u32";
    /** Cells of an image. */
    rows: "u32";
    columns: "u32";
    /** Cells of a block. */
    block_rows: "u32";
    block_columns: "u32";
    orientations: "u32";
    /** One of `blockNorms`. */
    norm: "u32";
}, {
    readonly cells: {
        readonly read: (p: BlockParams) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            batch: "u32";
            /** Cells of an image. */
            rows: "u32";
            columns: "u32";
            /** Cells of a block. */
            block_rows: "u32";
            block_columns: "u32";
            orientations: "u32";
            /** One of `blockNorms`. */
            norm: "u32";
        }>>;
    };
    readonly y: {
        readonly write: (p: BlockParams) => number;
    };
}>;
export {};
