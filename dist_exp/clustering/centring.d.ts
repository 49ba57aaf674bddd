/** Moving data to the origin and near 1, where squared distances keep their digits in float32. */
import { DataError } from "../errors.js";
import { type Tensor } from "../tensor/index.js";
/** x [N, D] moved to the origin: `scale` times x, minus `origin`. */
export interface Centred {
    /** Memory of its own, which the caller releases. */
    readonly x: Tensor;
    /** [D]. */
    readonly origin: Float32Array;
    /** A power of two: 1 unless squares of the data would overflow or underflow. */
    readonly scale: number;
    /** The columns' mean variance, of the scaled data. */
    readonly variance: number;
}
/**
 * @param inPlace Whether the data stay about the origin that they have, as directions must.
 * @throws {DataError} if x has values that are not finite.
 */
export declare function centre(caller: string, x: Tensor, inPlace?: boolean): Promise<Centred>;
/** x [N, D] near the origin: `scale` times x, minus a row of few digits. */
export interface Moved {
    /** Memory of its own, which the caller releases. */
    readonly x: Tensor;
    /** [D]. */
    readonly around: Float32Array<ArrayBuffer>;
    /** A power of two. */
    readonly scale: number;
}
/**
 * Moves x to about its mean. Data of few digits (such as small whole numbers) lose none, as the row that is
 * subtracted has few digits, too.
 * @throws {DataError} if x has values that are not finite.
 */
export declare function nearOrigin(caller: string, x: Tensor): Promise<Moved>;
/** `scale` times x [N, D], minus the row `around` [D]. The caller releases it. */
export declare function moveBy(x: Tensor, around: Float32Array<ArrayBuffer>, scale: number): Tensor;
/** The power of two that brings `largest` to between 1 and 2, or as near as `scale` times it is a float32. */
export declare function scaleFor(largest: number, scale: number): number;
/** The largest absolute value; not finite where some value is not. */
export declare function magnitude(x: Tensor): Promise<number>;
/** What to say of the first row that holds values that are not finite. */
export declare function unusableRow(caller: string, x: Tensor): Promise<DataError>;
/** `scale` times x [N, D], minus a row [1, D], and partial sums of its squares. The caller releases both tensors. */
export declare function subtractRow(x: Tensor, row: Tensor, scale?: number): {
    x: Tensor;
    squares: Tensor;
};
/** The sum in float64. */
export declare function total(values: ArrayLike<number>): number;
