/**
 * Virtual adversarial training: the change of an image's pixels, of a given length, that changes its predicted classes most
 * is searched for, and the prediction is to stay as it was. It needs no labels.
 *
 * Miyato et al., "Virtual Adversarial Training: A Regularization Method for Supervised and Semi-Supervised Learning",
 * TPAMI 2018, algorithm 1; Hu et al., "Learning Discrete Representations via Information Maximizing Self-Augmented
 * Training", ICML 2017, use it for clustering, with xi 10 and one iteration.
 */
import { Tape } from "../autograd/index.js";
import {
  abs,
  add,
  addNoise,
  amax,
  div,
  logSoftmax,
  mean,
  mul,
  type NoiseSource,
  reshape,
  scale,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  unary,
} from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { fields, number, whole } from "./schema.js";

/** The term's settings but the length of a change. */
export const adversarialFields = {
  /** Weight of the term; 0 for none. With it a step takes about 1.6 times as long. */
  weight: number(0, 100).default(0),
  /** Length of the first, random change, from which the search begins: as `epsilon`. */
  xi: number(1e-6, 1e6).default(10),
  /** Steps of the search. */
  iterations: whole(1, 100).default(1),
};

/** The setting `adversarial` of models that learn from labels. */
export const adversarial = fields({
  ...adversarialFields,
  /** Length (l2) of a change of an image's pixels, which are from 0 to 1. */
  epsilon: number(1e-6, 1e6).default(2),
});

export interface VirtualAdversary {
  /** Logits of pixels [B, H, W, C] as the network reads them: [B, ..., K]. */
  readonly forward: (tape: Tape, x: Tensor) => Tensor;
  /** The images. */
  readonly x: Tensor;
  /** Logits of them, which stay as they are: no gradient flows into them. */
  readonly logits: Tensor;
  /** Length of a change of pixels from 0 to 1: one number, or one for each image, [B]. */
  readonly epsilon: number | Tensor;
  readonly xi: number;
  readonly iterations: number;
  /** What pixels from 0 to 1 were divided by. Default 1. */
  readonly deviation?: number;
  readonly random: NoiseSource;
}

/** Keeps divisions by a length of 0 finite: a change that leads nowhere is none. */
const TINY = 1e-30;

/** KL(p || q) of each prediction, mean over all, [1]; p by the logits of the images, q by those of the changed images. */
export function virtualAdversarialLoss(tape: Tape, adversary: VirtualAdversary): Tensor {
  const { x, logits, forward } = adversary;
  const changed = forward(tape, add(tape, x, adversarialChange(tape, adversary)));
  const difference = sub(tape, logSoftmax(tape, logits), logSoftmax(tape, changed));
  return scale(tape, mean(tape, mul(tape, softmax(tape, logits), difference)), logits.shape.at(-1)!);
}

/**
 * The change of each image, [B, H, W, C] in the network's units, along the dominant eigenvector of the divergence's Hessian,
 * by power iteration on finite differences of its gradient.
 */
export function adversarialChange(
  tape: Tape,
  { x, logits, forward, epsilon, xi, iterations, deviation = 1, random }: VirtualAdversary,
): Tensor {
  const rows = [x.shape[0]!, x.size / x.shape[0]!];
  let direction = unit(tape, addNoise(tape, tape.zeros(rows), 1, random));
  for (let i = 0; i < iterations; i++) {
    using search = new Tape(tape.device, { parameters: false, training: tape.training });
    const change = reshape(tape, scale(tape, direction, xi / deviation), x.shape);
    search.watch(change);
    const predicted = forward(search, add(search, x, change));
    // The derivative of KL(p || q) by q's logits. A positive factor changes no direction.
    const slope = sub(tape, softmax(tape, predicted), softmax(tape, logits));
    search.backwardFrom([predicted], [slope]);
    direction = unit(tape, reshape(tape, search.gradient(change)!, rows));
  }
  const length = typeof epsilon === "number" ? epsilon : 1;
  const change = scale(tape, direction, length / deviation);
  const lengths = typeof epsilon === "number" ? null : reshape(tape, epsilon, [rows[0]!, 1]);
  return reshape(tape, lengths ? mul(tape, change, lengths) : change, x.shape);
}

/** Each row over its l2 norm. */
function unit(tape: Tape, x: Tensor): Tensor {
  const column = (values: Tensor) => reshape(tape, unary(tape, "clamp_min", values, TINY), [x.shape[0]!, 1]);
  // First over its largest: squares of small gradients would underflow.
  const rows = div(tape, x, column(amax(tape, abs(tape, x), 1)));
  return div(tape, rows, column(sqrt(tape, sum(tape, square(tape, rows), 1))));
}
