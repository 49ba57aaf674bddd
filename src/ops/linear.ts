/** Matrix products and their derivatives. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { gemm } from "../kernels/gemm.js";
import { show, type Tensor } from "../tensor/index.js";
import { checkRank, checkShape } from "./check.js";
import { sumTo } from "./reduce.js";

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

/** Records c = op(a) op(b) + bias for any layout; no derivative. The op files build on it. */
export function recordGemm(tape: Tape, a: Tensor, b: Tensor, c: Tensor, options: GemmOptions): void {
  const { m, n, k, bias } = options;
  const transA = options.a?.transposed ?? false;
  const transB = options.b?.transposed ?? false;
  tape.record(
    gemm,
    { a, b, bias: bias ?? b, c },
    {
      batch: options.batch ?? 1,
      m,
      n,
      k,
      trans_a: Number(transA),
      trans_b: Number(transB),
      lda: options.a?.ld ?? (transA ? m : k),
      ldb: options.b?.ld ?? (transB ? k : n),
      ldc: options.c?.ld ?? n,
      a_offset: options.a?.offset ?? 0,
      b_offset: options.b?.offset ?? 0,
      c_offset: options.c?.offset ?? 0,
      a_stride: options.a?.stride ?? 0,
      b_stride: options.b?.stride ?? 0,
      c_stride: options.c?.stride ?? 0,
      bias_stride: options.biasStride ?? 0,
      has_bias: Number(Boolean(bias)),
      activation: 0,
      accumulate: Number(options.accumulate ?? false),
    },
  );
}

/**
 * a [m, k] times b [k, n], or a batch of them: a [B, m, k], b [B, k, n].
 * @throws {ShapeError} when the inner sizes or the batches differ.
 */
export function matmul(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const rank = a.shape.length;
  if ((rank !== 2 && rank !== 3) || b.shape.length !== rank) {
    throw new ShapeError(
      `matmul: a is ${show(a.shape)}, b is ${show(b.shape)}: give both two or three dimensions`,
    );
  }
  const [m, k] = a.shape.slice(-2) as [number, number];
  const [inner, n] = b.shape.slice(-2) as [number, number];
  if (k !== inner) {
    throw new ShapeError(
      `matmul: a is ${show(a.shape)}, b is ${show(b.shape)}: inner sizes ${k} and ${inner} differ`,
    );
  }
  const batch = rank === 3 ? a.shape[0]! : 1;
  if (rank === 3 && b.shape[0] !== batch) {
    throw new ShapeError(
      `matmul: a is ${show(a.shape)}, b is ${show(b.shape)}: batches ${batch} and ${b.shape[0]} differ`,
    );
  }
  const y = tape.empty(rank === 3 ? [batch, m, n] : [m, n]);
  const [strideA, strideB, strideY] = [{ stride: m * k }, { stride: k * n }, { stride: m * n }];
  recordGemm(tape, a, b, y, { batch, m, n, k, a: strideA, b: strideB, c: strideY });
  tape.derivative([y], [a, b], (dy) => {
    tape.accumulate([a], (da) => {
      recordGemm(tape, dy, b, da, {
        batch,
        m,
        n: k,
        k: n,
        a: strideY,
        b: { ...strideB, transposed: true },
        c: strideA,
      });
    });
    tape.accumulate([b], (db) => {
      recordGemm(tape, a, dy, db, {
        batch,
        m: k,
        n,
        k: m,
        a: { ...strideA, transposed: true },
        b: strideY,
        c: strideB,
      });
    });
  });
  return y;
}

/**
 * x weight^T + bias, as PyTorch's linear: x [N, in], weight [out, in], bias [out].
 */
export function linear(tape: Tape, x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  checkRank("linear", "x", x, 2, "[rows, in]");
  checkRank("linear", "weight", weight, 2, "[out, in]");
  const [rows, inputs] = x.shape as [number, number];
  const [outputs, weightInputs] = weight.shape as [number, number];
  if (inputs !== weightInputs) {
    throw new ShapeError(
      `linear: x is ${show(x.shape)}, weight is ${show(weight.shape)}: inner sizes ${inputs} and ${weightInputs} differ`,
    );
  }
  if (bias) checkShape("linear", "bias", bias, [outputs], "[out]");
  const y = tape.empty([rows, outputs]);
  recordGemm(tape, x, weight, y, { m: rows, n: outputs, k: inputs, b: { transposed: true }, bias });
  tape.derivative([y], [x, weight, bias], (dy) => {
    tape.accumulate([x], (dx) => {
      recordGemm(tape, dy, weight, dx, { m: rows, n: inputs, k: outputs });
    });
    tape.accumulate([weight], (dw) => {
      recordGemm(tape, dy, x, dw, { m: outputs, n: inputs, k: rows, a: { transposed: true } });
    });
    if (bias) tape.accumulate([bias], (db) => sumTo(tape, dy, db, { outer: 1, axis: rows, inner: outputs }));
  });
  return y;
}
