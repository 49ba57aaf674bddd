/** The loss of TEMI (Adaloglou, Michels, Kalisch and Kollmann 2023): weighted pointwise mutual information of pairs. */
import type { Tape } from "../../autograd/index.js";
import {
  add,
  amax,
  clamp,
  exp,
  gatherRows,
  log,
  logSoftmax,
  mean,
  mul,
  neg,
  reshape,
  scale,
  sub,
  sum,
} from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";

/** The least normal float32: the logarithm of a cluster's share stays finite where no row has the cluster. */
const TINY = 2 ** -126;

export interface TemiLossOptions {
  readonly beta: number;
  /** What the student's logits are divided by. */
  readonly studentTemperature: number;
}

/**
 * The loss of each head, [H], for pairs of rows: pair b is rows b and B + b of the 2B.
 *
 *   loss_h = -mean over (x, x') of w(x, x') log sum_k (s_hk(x) t_hk(x'))^beta / p_hk
 *   w(x, x') = mean over h of sum_k t_hk(x) t_hk(x')
 *
 * over both orders of each pair, where s and t are the probabilities of student and teacher. Sums are of logarithms, so
 * that no probability underflows.
 * @param student logits [2B, H, K], through which the gradient flows.
 * @param teacher logarithms of probabilities [2B, H, K].
 * @param prior p, the share of each cluster among the teacher's, [H, K].
 */
export function temiLoss(
  tape: Tape,
  student: Tensor,
  teacher: Tensor,
  prior: Tensor,
  { beta, studentTemperature }: TemiLossOptions,
): Tensor {
  const [rows, heads, clusters] = student.shape as [number, number, number];
  const own = logSoftmax(tape, scale(tape, student, 1 / studentTemperature));
  const other = swapHalves(tape, teacher);
  const agreement = mean(tape, sum(tape, exp(tape, add(tape, teacher, other)), 2), 1);
  const shares = reshape(tape, log(tape, clamp(tape, prior, { min: TINY })), [1, heads, clusters]);
  const terms = sub(tape, scale(tape, add(tape, own, other), beta), shares);
  // Another view of the memory, through which no gradient flows: that of a logarithm of a sum needs none for the largest.
  const largest = amax(tape, terms.view(terms.shape), 2);
  const shifted = exp(tape, sub(tape, terms, reshape(tape, largest, [rows, heads, 1])));
  const information = add(tape, log(tape, sum(tape, shifted, 2)), largest);
  return neg(tape, mean(tape, mul(tape, information, reshape(tape, agreement, [rows, 1])), 0));
}

/** The first half of the rows after the second. */
function swapHalves(tape: Tape, x: Tensor): Tensor {
  const order = tape.constant(Uint32Array.of(1, 0), [2], "u32");
  return reshape(tape, gatherRows(tape, reshape(tape, x, [2, x.size / 2]), order), x.shape);
}
