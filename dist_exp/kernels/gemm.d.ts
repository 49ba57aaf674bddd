/**
 * General matrix multiplication: c = op(a) op(b) + bias (+ c when `accumulate`), for
 * each matrix of a batch. All matrices are row-major with a row stride (`lda`, `ldb`, `ldc`), an
 * offset, and a stride from one batch to the next (0: all share one), all in elements.
 */
import { type ParamValues, type Tolerance } from "./kernel.js";
declare const params: {
    readonly batch: "u32";
    /** Rows of op(a) and c. */
    readonly m: "u32";
    /** Columns of op(b) and c. */
    readonly n: "u32";
    /** Columns of op(a), rows of op(b). */
    readonly k: "u32";
    /** 1: a is stored [k, m]. */
    readonly trans_a: "u32";
    /** 1: b is stored [n, k]. */
    readonly trans_b: "u32";
    readonly lda: "u32";
    readonly ldb: "u32";
    readonly ldc: "u32";
    readonly a_offset: "u32";
    readonly b_offset: "u32";
    readonly c_offset: "u32";
    readonly a_stride: "u32";
    readonly b_stride: "u32";
    readonly c_stride: "u32";
    readonly bias_stride: "u32";
    readonly has_bias: "u32";
    /** 1: c's former values are added. */
    readonly accumulate: "u32";
};
export type Params = ParamValues<typeof params>;
/** Where a device was opened with `float16` or `subgroupMatrix`: of the sum of the products' absolute values. */
export declare const GEMM_FLOAT16_TOLERANCE: Tolerance;
export declare const gemm: import("./kernel.js").Kernel<{
    readonly batch: "u32";
    /** Rows of op(a) and c. */
    readonly m: "u32";
    /** Columns of op(b) and c. */
    readonly n: "u32";
    /** Columns of op(a), rows of op(b). */
    readonly k: "u32";
    /** 1: a is stored [k, m]. */
    readonly trans_a: "u32";
    /** 1: b is stored [n, k]. */
    readonly trans_b: "u32";
    readonly lda: "u32";
    readonly ldb: "u32";
    readonly ldc: "u32";
    readonly a_offset: "u32";
    readonly b_offset: "u32";
    readonly c_offset: "u32";
    readonly a_stride: "u32";
    readonly b_stride: "u32";
    readonly c_stride: "u32";
    readonly bias_stride: "u32";
    readonly has_bias: "u32";
    /** 1: c's former values are added. */
    readonly accumulate: "u32";
}, {
    readonly a: {
        readonly read: (p: ParamValues<{
            readonly batch: "u32";
            /** Rows of op(a) and c. */
            readonly m: "u32";
            /** Columns of op(b) and c. */
            readonly n: "u32";
            /** Columns of op(a), rows of op(b). */
            readonly k: "u32";
            /** 1: a is stored [k, m]. */
            readonly trans_a: "u32";
            /** 1: b is stored [n, k]. */
            readonly trans_b: "u32";
            readonly lda: "u32";
            readonly ldb: "u32";
            readonly ldc: "u32";
            readonly a_offset: "u32";
            readonly b_offset: "u32";
            readonly c_offset: "u32";
            readonly a_stride: "u32";
            readonly b_stride: "u32";
            readonly c_stride: "u32";
            readonly bias_stride: "u32";
            readonly has_bias: "u32";
            /** 1: c's former values are added. */
            readonly accumulate: "u32";
        }>) => number;
    };
    readonly b: {
        readonly read: (p: ParamValues<{
            readonly batch: "u32";
            /** Rows of op(a) and c. */
            readonly m: "u32";
            /** Columns of op(b) and c. */
            readonly n: "u32";
            /** Columns of op(a), rows of op(b). */
            readonly k: "u32";
            /** 1: a is stored [k, m]. */
            readonly trans_a: "u32";
            /** 1: b is stored [n, k]. */
            readonly trans_b: "u32";
            readonly lda: "u32";
            readonly ldb: "u32";
            readonly ldc: "u32";
            readonly a_offset: "u32";
            readonly b_offset: "u32";
            readonly c_offset: "u32";
            readonly a_stride: "u32";
            readonly b_stride: "u32";
            readonly c_stride: "u32";
            readonly bias_stride: "u32";
            readonly has_bias: "u32";
            /** 1: c's former values are added. */
            readonly accumulate: "u32";
        }>) => number;
    };
    readonly bias: {
        readonly read: (p: ParamValues<{
            readonly batch: "u32";
            /** Rows of op(a) and c. */
            readonly m: "u32";
            /** Columns of op(b) and c. */
            readonly n: "u32";
            /** Columns of op(a), rows of op(b). */
            readonly k: "u32";
            /** 1: a is stored [k, m]. */
            readonly trans_a: "u32";
            /** 1: b is stored [n, k]. */
            readonly trans_b: "u32";
            readonly lda: "u32";
            readonly ldb: "u32";
            readonly ldc: "u32";
            readonly a_offset: "u32";
            readonly b_offset: "u32";
            readonly c_offset: "u32";
            readonly a_stride: "u32";
            readonly b_stride: "u32";
            readonly c_stride: "u32";
            readonly bias_stride: "u32";
            readonly has_bias: "u32";
            /** 1: c's former values are added. */
            readonly accumulate: "u32";
        }>) => number;
    };
    readonly c: {
        readonly readWrite: (p: ParamValues<{
            readonly batch: "u32";
            /** Rows of op(a) and c. */
            readonly m: "u32";
            /** Columns of op(b) and c. */
            readonly n: "u32";
            /** Columns of op(a), rows of op(b). */
            readonly k: "u32";
            /** 1: a is stored [k, m]. */
            readonly trans_a: "u32";
            /** 1: b is stored [n, k]. */
            readonly trans_b: "u32";
            readonly lda: "u32";
            readonly ldb: "u32";
            readonly ldc: "u32";
            readonly a_offset: "u32";
            readonly b_offset: "u32";
            readonly c_offset: "u32";
            readonly a_stride: "u32";
            readonly b_stride: "u32";
            readonly c_stride: "u32";
            readonly bias_stride: "u32";
            readonly has_bias: "u32";
            /** 1: c's former values are added. */
            readonly accumulate: "u32";
        }>) => number;
    };
}>;
export {};
