/**
 * Multi-crop: views that show a part of an image shall get the class of the whole. Caron et al., "Unsupervised Learning
 * of Visual Features by Contrasting Cluster Assignments", NeurIPS 2020. There the parts are smaller images; here they
 * are enlarged to the size of the whole, the only one that the network reads.
 */
import type { Tape } from "../../autograd/index.js";
import { logSoftmax, mean, mul, scale, softmax, sub } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { detached } from "../detached.js";

/**
 * The mean over images and heads of KL(p || q), [1].
 * @param whole logits [B, heads, K] of p; no gradient flows into them.
 * @param part logits of q.
 */
export function partConsistency(tape: Tape, whole: Tensor, part: Tensor): Tensor {
  const fixed = detached(tape, whole);
  const difference = sub(tape, logSoftmax(tape, fixed), logSoftmax(tape, part));
  return scale(tape, mean(tape, mul(tape, softmax(tape, fixed), difference)), whole.shape[2]!);
}
