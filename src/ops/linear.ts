/** The linear map of a layer and its derivative. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { show, type Tensor } from "../tensor/index.js";
import { checkRank, checkShape } from "./check.js";
import { recordGemm, recordGemmOverShards, recordSum, recordSumOverShards } from "./record.js";
import { accumulateOverShards, cutOf } from "./shards.js";

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
  const product = { m: rows, n: outputs, k: inputs, b: { transposed: true }, constantB: true };
  recordGemm(tape, x, weight, y, { ...product, bias });
  const cut = cutOf(tape, rows);
  tape.derivative([y], [x, weight, bias], (dy) => {
    tape.accumulate([x], (dx) => {
      recordGemm(tape, dy, weight, dx, { m: rows, n: inputs, k: outputs });
    });
    if (cut) {
      const { shards, unit } = cut;
      const product = { m: outputs, n: inputs, ldA: outputs, ldB: inputs, unit };
      accumulateOverShards(tape, shards, bias ? [weight, bias] : [weight], (group, [dw, db]) => {
        recordGemmOverShards(tape, dy, x, dw!, group, product);
        if (db) recordSumOverShards(tape, dy, db, group, { columns: outputs, unit });
      });
      return;
    }
    tape.accumulate([weight], (dw) => {
      recordGemm(tape, dy, x, dw, { m: outputs, n: inputs, k: rows, a: { transposed: true } });
    });
    if (bias)
      tape.accumulate([bias], (db) => recordSum(tape, dy, db, { outer: 1, axis: rows, inner: outputs }));
  });
  return y;
}
