/** Matrix products and their derivatives. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { show, type Tensor } from "../tensor/index.js";
import { checkRank, checkShape } from "./check.js";
import { recordGemm, recordSum } from "./record.js";

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
    if (bias)
      tape.accumulate([bias], (db) => recordSum(tape, dy, db, { outer: 1, axis: rows, inner: outputs }));
  });
  return y;
}
