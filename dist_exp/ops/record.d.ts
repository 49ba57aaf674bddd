/** Records single kernels over any layout, without a derivative: what ops are built from. */
import type { Tape } from "../autograd/index.js";
import { binaryOps } from "../kernels/binary.js";
import type { Tensor } from "../tensor/index.js";
/** One number for each of four dimensions. */
export type Four = readonly [number, number, number, number];
export type BinaryOp = keyof typeof binaryOps;
/** One matrix of a product: where it starts, its row stride, and what separates the matrices of a batch. */
export interface MatrixLayout {
    /** Elements before the first matrix. */
    readonly offset?: number;
    /** Elements between rows; default: dense. */
    readonly ld?: number;
    /** Elements between the matrices of a batch; default 0: shared. */
    readonly stride?: number;
    /** Stored transposed. */
    readonly transposed?: boolean;
}
export interface GemmOptions {
    readonly m: number;
    readonly n: number;
    readonly k: number;
    readonly batch?: number;
    readonly a?: MatrixLayout;
    readonly b?: MatrixLayout;
    readonly c?: MatrixLayout;
    readonly bias?: Tensor | null;
    readonly biasStride?: number;
    /** Adds to what c holds. */
    readonly accumulate?: boolean;
}
/** Records c = op(a) op(b) + bias for any layout; no derivative. */
export declare function recordGemm(tape: Tape, a: Tensor, b: Tensor, c: Tensor, options: GemmOptions): void;
/** A tensor, or a part of one, seen as [outer, axis, inner] and reduced over the middle. */
export interface ReduceView {
    readonly outer: number;
    readonly axis: number;
    readonly inner: number;
    /** Elements before the first; default 0. */
    readonly offset?: number;
    /** Elements from one outer index to the next; default: dense. */
    readonly outerStride?: number;
}
/** Records y = scale * sum over the axis of x; no derivative. */
export declare function recordSum(tape: Tape, x: Tensor, y: Tensor, view: ReduceView, scale?: number): void;
/** Records y = a op b over four dimensions with any strides (in elements; 0 repeats); no derivative. */
export declare function recordBinary(tape: Tape, op: BinaryOp, a: Tensor, b: Tensor, y: Tensor, layout: {
    sizes: Four;
    a: Four;
    b: Four;
}): void;
export interface CopyLayout {
    readonly sizes: Four;
    /** Strides of the source and of the target, in elements. */
    readonly x: Four;
    readonly y: Four;
    readonly xOffset?: number;
    readonly yOffset?: number;
}
/** Records y[yOffset + i * y] = x[xOffset + i * x] over four dimensions; no derivative. */
export declare function recordCopy(tape: Tape, x: Tensor, y: Tensor, layout: CopyLayout): void;
