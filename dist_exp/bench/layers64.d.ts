/** Layers in float64, plainly, for one example: images are [H, W, C], sequences [T, C]. */
import type { Cell } from "../ops/index.js";
import { type Convolution64 } from "./float64.js";
import type { Weight64 } from "./layer.js";
type Values = Float64Array;
export declare function layerNorm64(x: Values, weight: Weight64, channels: number): Values;
export declare function groupNorm64(x: Values, weight: Weight64, channels: number, groups: number): Values;
export declare function conv2d64(x: Values, weight: Weight64, c: Convolution64): Values;
/** @param c of the convolution that this is the transpose of: its output is x. */
export declare function convTranspose2d64(x: Values, weight: Weight64, c: Convolution64): Values;
/** `reduce` gets the pixels of each window that lie inside the image. */
export declare function pool64(x: Values, c: Omit<Convolution64, "outputs">, reduce: (window: readonly number[]) => number): Values;
/** Bilinear, with the outer corners of the corner pixels at the same place. */
export declare function upsample64(x: Values, { height, width, channels }: {
    height: number;
    width: number;
    channels: number;
}, factor: number): Values;
export declare function gelu64(x: Values): Values;
/** y = x weight^T + bias, row by row. */
export declare function linear64(x: ArrayLike<number>, weight: ArrayLike<number>, bias: ArrayLike<number>): Values;
export declare function attention64(x: Values, weight: Weight64, width: number, heads: number): Values;
/** One recurrent layer over x [T, I]: [T, D * H], forward beside backward where it has both. */
export declare function recurrent64(cell: Cell, x: ArrayLike<number>, weight: Weight64, { steps, hidden, bidirectional }: {
    steps: number;
    hidden: number;
    bidirectional: boolean;
}): Values;
/** A ReNet layer with GRUs: patches [rows, columns, patch^2 * C] swept down each column, then along each row. */
export declare function reNet64(x: Values, weight: Weight64, { height, width, channels, patch, hidden, }: {
    height: number;
    width: number;
    channels: number;
    patch: number;
    hidden: number;
}): Values;
export {};
