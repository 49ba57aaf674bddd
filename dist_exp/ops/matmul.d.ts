/** Matrix products of any rank and their derivatives. */
import type { Tape } from "../autograd/index.js";
import { type Axis } from "../kernels/strides.js";
import { type Tensor } from "../tensor/index.js";
export interface MatmulOptions {
    /** a's last two dimensions change places first: a is [..., k, m]. Default false; a vector stays as it is. */
    readonly transposeA?: boolean;
    /** b's last two dimensions change places first: b is [..., n, k]. Default false; a vector stays as it is. */
    readonly transposeB?: boolean;
}
/**
 * The matrix product, with the rules of NumPy and PyTorch: a [..., m, k] times b [..., k, n] is [..., m, n].
 *
 * Dimensions before the last two are batches, which are broadcast without a copy: [8, 1, m, k] times [4, k, n] is
 * [8, 4, m, n]. A vector a is one row, a vector b one column, and that dimension is not in the result: [k] times
 * [4, k, n] is [4, n]. The product of two vectors is [1].
 * @throws {ShapeError} when the inner sizes differ, the batches do not broadcast, or an operand has no dimension.
 */
export declare function matmul(tape: Tape, a: Tensor, b: Tensor, { transposeA, transposeB }?: MatmulOptions): Tensor;
/** Where the matrices of an operand are: dense from the tensor's start on, unless more is said. */
export interface Matrices {
    readonly tensor: Tensor;
    readonly transposed?: boolean;
    /** Elements before the first matrix. */
    readonly offset?: number;
    /** Elements between rows. */
    readonly ld?: number;
}
export interface Products {
    readonly m: number;
    readonly n: number;
    readonly k: number;
    readonly a: Matrices;
    readonly b: Matrices;
    readonly c: Matrices;
}
/**
 * Records a product for each index of the axes, whose strides are those of a, b and c: the longest axis in one go. No
 * derivative.
 */
export declare function recordBatch(tape: Tape, { m, n, k, a, b, c }: Products, axes: readonly Axis[]): void;
