/** Convolution of images [B, H, W, C], and its transpose. */
import type { Tape } from "../autograd/index.js";
import { type Tensor } from "../tensor/index.js";
import { type Extents } from "./window.js";
/** Zeros on each side: one number, [height, width], or [top, bottom, left, right]. */
export type Padding = Extents | readonly [top: number, bottom: number, left: number, right: number];
export interface Conv2dOptions {
    /** Default 1. */
    readonly stride?: Extents;
    /**
     * Zeros added on each side. Default 0. "same" makes the output ceil(size / stride), as TensorFlow's SAME does;
     * an odd zero goes to the bottom and right.
     */
    readonly padding?: Padding | "same";
    /** Distance between neighbouring taps of the kernel. Default 1. */
    readonly dilation?: Extents;
    /** Groups of channels that are convolved apart; divides both numbers of channels. Default 1. */
    readonly groups?: number;
}
export interface ConvTranspose2dOptions {
    /** Default 1. */
    readonly stride?: Extents;
    /** What is cut off the output on each side. Default 0. */
    readonly padding?: Extents;
    /** Added to the output at the bottom and right; less than the stride or the dilation. Default 0. */
    readonly outputPadding?: Extents;
    /** Default 1. */
    readonly dilation?: Extents;
    /** Default 1. */
    readonly groups?: number;
}
/**
 * Cross-correlation, as PyTorch's conv2d with channels last: x [B, H, W, C], weight [O, KH, KW, C / groups],
 * bias [O]; the result is [B, OH, OW, O], with OH = floor((H + padding - dilation * (KH - 1) - 1) / stride) + 1.
 *
 * 3 x 3 kernels of stride 1 with many channels are computed by minimal filtering on the native device. A pixel that is
 * NaN or infinite may then make a neighbouring output pixel NaN too, in blocks of 2 x 2.
 * @throws {ShapeError} when shapes do not match, or the kernel does not fit.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export declare function conv2d(tape: Tape, x: Tensor, weight: Tensor, bias?: Tensor | null, { stride, padding, dilation, groups }?: Conv2dOptions): Tensor;
/**
 * The transpose of conv2d, as PyTorch's conv_transpose2d with channels last: x [B, H, W, C], weight
 * [C, KH, KW, O / groups], which is that of the convolution from [.., O] to [.., C], bias [O]; the result is
 * [B, OH, OW, O], with OH = (H - 1) * stride - 2 * padding + dilation * (KH - 1) + outputPadding + 1.
 * @throws {ShapeError} when shapes do not match, or nothing is left of the output.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export declare function convTranspose2d(tape: Tape, x: Tensor, weight: Tensor, bias?: Tensor | null, { stride, padding, outputPadding, dilation, groups }?: ConvTranspose2dOptions): Tensor;
