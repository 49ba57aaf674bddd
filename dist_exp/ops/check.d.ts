import type { DType } from "../kernels/kernel.js";
import { type Shape, type Tensor } from "../tensor/index.js";
/** Throws unless `tensor` has `rank` dimensions. */
export declare function checkRank(op: string, name: string, tensor: Tensor<DType>, rank: number, layout: string): void;
/** Throws unless `tensor` has exactly this shape. */
export declare function checkShape(op: string, name: string, tensor: Tensor<DType>, shape: Shape, layout: string): void;
/** Throws unless `value` is a finite number of at least `low`, and below or at most `high`. */
export declare function checkNumber(op: string, name: string, value: number, { low, below, high }?: {
    low?: number | undefined;
    below?: number | undefined;
    high?: number | undefined;
}): void;
/** Throws unless `axis` counts a dimension of `shape`, from 0 or from -1 backwards; returns it from 0. */
export declare function checkAxis(op: string, axis: number, shape: Shape): number;
/** Throws unless `value` is one of `choices`. */
export declare function checkChoice(op: string, name: string, value: unknown, choices: readonly unknown[]): void;
/** Throws unless `value` is a whole number of at least `low`. */
export declare function checkWhole(op: string, name: string, value: number, low: number): void;
