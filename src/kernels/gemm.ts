/**
 * General matrix multiplication: c = op(a) op(b) + bias (+ c when `accumulate`), for
 * each matrix of a batch. All matrices are row-major with a row stride (`lda`, `ldb`, `ldc`), an
 * offset, and a stride from one batch to the next (0: all share one), all in elements.
 */
import { type AdapterTraits, kernel, type ParamValues, type Tolerance, u32 } from "./kernel.js";
import { gpuTiles, productTiles } from "./product_tiles.js";

const params = {
  batch: u32,
  /** Rows of op(a) and c. */
  m: u32,
  /** Columns of op(b) and c. */
  n: u32,
  /** Columns of op(a), rows of op(b). */
  k: u32,
  /** 1: a is stored [k, m]. */
  trans_a: u32,
  /** 1: b is stored [n, k]. */
  trans_b: u32,
  lda: u32,
  ldb: u32,
  ldc: u32,
  a_offset: u32,
  b_offset: u32,
  c_offset: u32,
  a_stride: u32,
  b_stride: u32,
  c_stride: u32,
  bias_stride: u32,
  has_bias: u32,
  /** 1: c's former values are added. */
  accumulate: u32,
  /** 0, or a number that stands for this very b, of a batch of 1: the CPU keeps under it what it makes of it. */
  b_number: u32,
} as const;

export type Params = ParamValues<typeof params>;

/** Elements from the start of a binding to the end of its last matrix. */
function extent(batch: number, offset: number, stride: number, rows: number, cols: number, ld: number) {
  if (batch === 0 || rows === 0 || cols === 0) return 0;
  return offset + (batch - 1) * stride + (rows - 1) * ld + cols;
}

/** The tile of c that a workgroup computes, and the WebGPU algorithm. */
function algorithm({ m, n }: Params, adapter: AdapterTraits) {
  if (adapter.subgroupMatrix) {
    const constants = { LANES: adapter.subgroupSize };
    return { shader: "gemm_subgroup_matrix", grid: gpuTiles(m, n), constants };
  }
  if (adapter.float16) return { shader: "gemm_float16", grid: gpuTiles(m, n) };
  return productTiles("gemm", adapter, m, n);
}

/** Where a device was opened with `float16` or `subgroupMatrix`: of the sum of the products' absolute values. */
export const GEMM_FLOAT16_TOLERANCE: Tolerance = {
  absolute: 1e-4,
  relative: 1e-3,
  because: "each operand is rounded to 11 bits, 2^-11 of its value: two of them make 0.00098 of a product",
};

export const gemm = kernel({
  name: "gemm",
  params,
  bindings: {
    a: {
      read: (p) =>
        extent(p.batch, p.a_offset, p.a_stride, p.trans_a ? p.k : p.m, p.trans_a ? p.m : p.k, p.lda),
    },
    b: {
      read: (p) =>
        extent(p.batch, p.b_offset, p.b_stride, p.trans_b ? p.n : p.k, p.trans_b ? p.k : p.n, p.ldb),
    },
    bias: { read: (p) => (p.has_bias ? (p.batch - 1) * p.bias_stride + p.n : 1) },
    c: { readWrite: (p) => extent(p.batch, p.c_offset, p.c_stride, p.m, p.n, p.ldc) },
  },
  flops: (p) => 2 * p.batch * p.m * p.n * p.k,
  bytes: (p) => 4 * p.batch * (p.m * p.k + p.k * p.n + (p.accumulate ? 2 : 1) * p.m * p.n),
  passes: (p, adapter) => {
    const { grid, ...shader } = algorithm(p, adapter);
    return [{ entry: "main", grid: [...grid, p.batch], ...shader }];
  },
  tolerance: {
    absolute: 1e-4,
    relative: 1e-5,
    because: "sums of up to 2100 float32 products that cancel: about sqrt(k) * 6e-8 * 10 standard deviations",
  },
});
