/** Compares a kernel's results with expected ones. */
import type { DType, Tolerance } from "./kernel.js";
/** A host view of a binding's bytes. */
export type HostArray = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
export declare function hostArray(dtype: DType, bytes: ArrayBuffer): HostArray;
export interface Comparison {
    /** Whether every element is within the tolerance. */
    readonly passed: boolean;
    /** Largest |got - want|. */
    readonly maxError: number;
    /** Where |got - want| is largest in units of what is allowed; -1 when there are no elements. */
    readonly worstIndex: number;
    /** |got - want| / allowed at that index: above 1 is a failure. */
    readonly worstRatio: number;
}
/** NaN matches NaN, infinity matches the same infinity, and nothing else. */
export declare function compare(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: Tolerance): Comparison;
