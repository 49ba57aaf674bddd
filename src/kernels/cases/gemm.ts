/** Cases of gemm.ts. */
import { addCases } from "../case.js";
import { gemm, type Params } from "../gemm.js";
import { normal, type Sampler } from "../sample.js";

/** A dense product of one matrix each, for tests: everything a case does not name. */
function dense(p: { m: number; n: number; k: number } & Partial<Params>): Params {
  return {
    batch: 1,
    trans_a: 0,
    trans_b: 0,
    lda: p.trans_a ? p.m : p.k,
    ldb: p.trans_b ? p.k : p.n,
    ldc: p.n,
    a_offset: 0,
    b_offset: 0,
    c_offset: 0,
    a_stride: 0,
    b_stride: 0,
    c_stride: 0,
    bias_stride: 0,
    has_bias: 0,
    accumulate: 0,
    b_number: 0,
    ...p,
  };
}

const special = [NaN, Infinity, -Infinity];

const specials: Sampler<Params> = (random, p, i) => special[i] ?? normal(0, 1)(random, p, i);

addCases(gemm, [
  { params: dense({ m: 1, n: 1, k: 1 }) },
  { params: dense({ m: 3, n: 5, k: 2 }), note: "less than one tile" },
  { params: dense({ m: 17, n: 33, k: 19 }), note: "one past a vector in each direction" },
  { params: dense({ m: 15, n: 47, k: 40, trans_a: 1 }), note: "a stored [k, m]" },
  { params: dense({ m: 29, n: 31, k: 37, trans_b: 1 }), note: "b stored [n, k]" },
  { params: dense({ m: 67, n: 70, k: 65, trans_a: 1, trans_b: 1 }), note: "both transposed" },
  { params: dense({ m: 1, n: 130, k: 77, trans_b: 1, has_bias: 1 }), note: "one row" },
  { params: dense({ m: 131, n: 1, k: 77, has_bias: 1, accumulate: 1 }), note: "one column" },
  { params: dense({ m: 9, n: 20, k: 8, has_bias: 1 }), note: "more than one vector, a bias" },
  {
    params: dense({ m: 20, n: 9, k: 300, has_bias: 1, accumulate: 1 }),
    note: "the whole sum over k, then added to c",
  },
  { params: dense({ m: 8, n: 16, k: 5, accumulate: 1 }), note: "added to c without bias" },
  {
    params: dense({
      batch: 3,
      m: 10,
      n: 12,
      k: 7,
      lda: 11,
      ldb: 15,
      ldc: 14,
      a_offset: 3,
      b_offset: 5,
      c_offset: 2,
      a_stride: 120,
      b_stride: 0,
      c_stride: 150,
      bias_stride: 12,
      has_bias: 1,
    }),
    note: "batches in gaps: a shared b, a bias each, elements between rows untouched",
  },
  {
    params: dense({
      batch: 5,
      m: 6,
      n: 40,
      k: 12,
      trans_a: 1,
      trans_b: 1,
      a_stride: 72,
      b_stride: 480,
      c_stride: 240,
    }),
    note: "a batch of small products",
  },
  {
    params: dense({ batch: 9, m: 28, n: 28, k: 16, a_stride: 448, b_stride: 448, c_stride: 784 }),
    note: "small products, two tiles each way",
  },
  {
    params: dense({
      batch: 4,
      m: 33,
      n: 49,
      k: 21,
      trans_b: 1,
      a_stride: 693,
      b_stride: 0,
      c_stride: 1617,
      bias_stride: 49,
      has_bias: 1,
      accumulate: 1,
    }),
    note: "small products with one transposed b, a bias each, added to c",
  },
  {
    params: dense({ batch: 300, m: 7, n: 1, k: 5, trans_a: 1, a_stride: 35, b_stride: 5, c_stride: 7 }),
    note: "small products of one column, several tasks",
  },
  {
    params: dense({ batch: 3, m: 1, n: 64, k: 256, a_stride: 256, b_stride: 16384, c_stride: 64 }),
    note: "small products of one row, the longest sum",
  },
  {
    params: dense({ m: 2, n: 19, k: 3, has_bias: 1 }),
    samples: { bias: specials },
    note: "NaN and infinities",
  },
  { params: dense({ m: 4, n: 6, k: 0, has_bias: 1 }), note: "an empty sum" },
  { params: dense({ m: 30, n: 45, k: 2100, trans_a: 1, accumulate: 1 }), note: "k cut into chunks" },
  { params: dense({ m: 120, n: 100, k: 300 }), note: "several blocks over k" },
  { params: dense({ m: 40, n: 300, k: 600, trans_a: 1 }), note: "wide, several blocks over k" },
  { params: dense({ m: 80, n: 400, k: 70, trans_b: 1 }), note: "wide: columns are shared out" },
  {
    params: dense({ m: 197, n: 100, k: 300, trans_b: 1, has_bias: 1, b_number: 4294967001 }),
    note: "b packed once: tall",
  },
  {
    params: dense({ m: 30, n: 390, k: 260, trans_b: 1, b_number: 4294967002 }),
    note: "b packed once: wide",
  },
  { params: dense({ m: 2, n: 100, k: 1100, trans_b: 1, b_number: 4294967003 }), note: "b packed once: long" },
  { params: dense({ m: 70, n: 300, k: 260, b_number: 4294967004 }), note: "b packed once: as it is" },
  {
    params: dense({ m: 131, n: 83, k: 37, trans_a: 1, bias_stride: 0, has_bias: 1, accumulate: 1 }),
    note: "blocks of c with edges each way, a transposed, added to c",
  },
  {
    params: dense({ batch: 2, m: 99, n: 110, k: 100, a_stride: 9900, b_stride: 11000, c_stride: 10890 }),
    note: "two products in blocks of c",
  },
  { params: dense({ m: 601, n: 100, k: 9 }), note: "tall and shallow, with edges each way" },
]);
