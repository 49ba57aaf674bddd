/** Images [B, H, W, C] at another size. */
import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";
import { type Extents } from "./window.js";
export interface Upsample2dOptions {
    /** Height and width of the output; give this or `scaleFactor`. */
    readonly size?: Extents;
    /** The output's height and width are floor(extent * factor). One number, or [height, width]. */
    readonly scaleFactor?: Extents;
    /** "nearest" copies pixels, "bilinear" interpolates between the four around. Default "nearest". */
    readonly mode?: "nearest" | "bilinear";
    /** For bilinear: whether the centres of the corner pixels coincide, rather than their outer corners. Default false. */
    readonly alignCorners?: boolean;
}
/**
 * x [B, H, W, C] as images of another size, [B, OH, OW, C], as PyTorch's interpolate with channels last. The factor
 * between positions is that of the two sizes: where `scaleFactor` does not divide evenly, as with PyTorch's
 * `recompute_scale_factor`.
 * @throws {ShapeError} when x has not 4 dimensions, or the output has no pixel or too many.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export declare function upsample2d(tape: Tape, x: Tensor, { size, scaleFactor, mode, alignCorners }: Upsample2dOptions): Tensor;
/**
 * The means of `size` by `size` parts of each image, which overlap by a pixel where the extent is not divisible, as
 * PyTorch's adaptive_avg_pool2d: x [B, H, W, C] to [B, OH, OW, C].
 * @throws {ShapeError} when x has not 4 dimensions.
 * @throws {ArgumentError} when size is not a whole number from 1 up, or two.
 */
export declare function adaptiveAvgPool2d(tape: Tape, x: Tensor, size: Extents): Tensor;
