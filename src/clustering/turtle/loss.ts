/** The loss of TURTLE's labelling (Gadetsky, Jiang and Brbic 2024, equations 9 and 12). */
import type { Tape } from "../../autograd/index.js";
import { add, clamp, log, mean, mul, scale, sum } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";

/** The least normal float32: the logarithm of a share stays finite where no row has the cluster. */
const TINY = 2 ** -126;

/** The mean of the labels that each space gives, [N, K] each. */
export function meanLabels(tape: Tape, labels: readonly Tensor[]): Tensor {
  const [first, ...others] = labels as [Tensor, ...Tensor[]];
  const total = others.reduce((sum, own) => add(tape, sum, own), first);
  return others.length > 0 ? scale(tape, total, 1 / labels.length) : total;
}

/**
 * What the labelling lowers, [1]: how far classifiers are from its labels, less `gamma` times the entropy of the
 * clusters' shares:
 *
 *   sum over spaces of (-1/N sum_nk y_nk log q_nk) - gamma H(1/N sum_n y_n)
 *
 * where y are labels of all spaces in the first term and the space's own in the second.
 * @param labels probabilities [N, K] of each space, through which the gradient flows.
 * @param predictions logarithms of the probabilities [N, K] that the classifier of each space gives.
 */
export function turtleLoss(
  tape: Tape,
  labels: readonly Tensor[],
  predictions: readonly Tensor[],
  gamma: number,
): Tensor {
  const rows = labels[0]!.shape[0]!;
  const together = meanLabels(tape, labels);
  const terms = predictions.map((logarithms) =>
    scale(tape, sum(tape, mul(tape, together, logarithms)), -1 / rows),
  );
  for (const own of labels) {
    const shares = mean(tape, own, 0);
    const negativeEntropy = sum(tape, mul(tape, shares, log(tape, clamp(tape, shares, { min: TINY }))));
    terms.push(scale(tape, negativeEntropy, gamma));
  }
  return terms.reduce((total, term) => add(tape, total, term));
}
