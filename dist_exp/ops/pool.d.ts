/** Pooling of images [B, H, W, C]: maxima and means of windows, and of whole images. */
import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";
import { type Extents } from "./window.js";
export interface WindowOptions {
    /** Default 1 for convolution, the kernel's size for pooling. */
    readonly stride?: Extents;
    /** Zeros (for maxima: minus infinity) added on each side; for pooling at most half the kernel. Default 0. */
    readonly padding?: Extents;
}
export interface PoolOptions extends WindowOptions {
    /** Whether a last window that begins inside the image or its padding but ends outside counts. Default false. */
    readonly ceilMode?: boolean;
}
export interface MaxPool2dOptions extends PoolOptions {
    /** Distance between neighbouring pixels of a window. Default 1. */
    readonly dilation?: Extents;
}
export interface AvgPool2dOptions extends PoolOptions {
    /** Whether padding counts as zeros, or only pixels are averaged. Default true. */
    readonly countIncludePad?: boolean;
}
/**
 * The largest value of each window, as PyTorch's max_pool2d with channels last: x [B, H, W, C] to [B, OH, OW, C].
 * Of equal values the first one has the derivative; NaN is larger than any number.
 * @throws {ShapeError} when the kernel does not fit, or the padding is more than half of it.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export declare function maxPool2d(tape: Tape, x: Tensor, kernel: Extents, options?: MaxPool2dOptions): Tensor;
/**
 * The mean of each window, as PyTorch's avg_pool2d with channels last: x [B, H, W, C] to [B, OH, OW, C].
 * @throws {ShapeError} when the kernel does not fit, or the padding is more than half of it.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export declare function avgPool2d(tape: Tape, x: Tensor, kernel: Extents, options?: AvgPool2dOptions): Tensor;
/** The mean of each image's pixels: x [B, H, W, C] to [B, C]. @throws {ShapeError} when x has not 4 dimensions. */
export declare function globalAvgPool2d(tape: Tape, x: Tensor): Tensor;
/** The largest of each image's pixels: x [B, H, W, C] to [B, C]. @throws {ShapeError} when x has not 4 dimensions. */
export declare function globalMaxPool2d(tape: Tape, x: Tensor): Tensor;
