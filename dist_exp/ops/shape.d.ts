/** Moving and viewing data: reshape, permute, slice, concat, rows by index. */
import type { Tape } from "../autograd/index.js";
import type { DType } from "../kernels/kernel.js";
import { type Shape, type Tensor } from "../tensor/index.js";
/** The same values in another shape; nothing is copied. */
export declare function reshape(tape: Tape, x: Tensor, shape: Shape): Tensor;
/** Axes in another order, as NumPy's transpose; four dimensions at most. */
export declare function permute(tape: Tape, x: Tensor, axes: readonly number[]): Tensor;
/** The part from `start` (inclusive) to `end` (exclusive) along an axis. */
export declare function slice(tape: Tape, x: Tensor, axis: number, start: number, end: number): Tensor;
/** Tensors joined along an axis; the other extents must be equal. */
export declare function concat(tape: Tape, tensors: readonly Tensor[], axis: number): Tensor;
/** Rows x[index]: x [N, C], index [M] (u32, below N); the result is [M, C]. */
export declare function gatherRows(tape: Tape, x: Tensor, index: Tensor<DType>): Tensor;
