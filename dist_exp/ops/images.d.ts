/** From bytes to floats on the device. */
import type { Tape } from "../autograd/index.js";
import type { DType } from "../kernels/kernel.js";
import { type Tensor } from "../tensor/index.js";
export interface ImagesToFloatOptions {
    /** Of pixels from 0 to 1: one number for each channel, or one for all. Default 0. */
    readonly mean?: number | readonly number[];
    /** Standard deviation of pixels from 0 to 1, above 0: one for each channel, or one for all. Default 1. */
    readonly std?: number | readonly number[];
}
/**
 * Images as float32, as torchvision's ToTensor and Normalize make them: (x / 255 - mean) / std for each channel.
 *
 * `x` holds bytes (a tensor made of a Uint8Array), [N, H, W, C] or any shape whose last dimension is the channels;
 * the result has its shape. Bytes have no gradient.
 * @throws {ArgumentError} when x holds no bytes, a number is not finite, or a deviation is not above 0.
 * @throws {ShapeError} when x has no dimension, or `mean` or `std` has another number of values than x channels.
 */
export declare function imagesToFloat(tape: Tape, x: Tensor<DType>, { mean, std }?: ImagesToFloatOptions): Tensor;
