/** Losses, with PyTorch's definitions. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { crossEntropyBackward, crossEntropyForward } from "../kernels/cross_entropy.js";
import type { DType } from "../kernels/kernel.js";
import { show, sizeOf, type Tensor } from "../tensor/index.js";
import { add, div, mul, sub } from "./binary.js";
import { checkChoice, checkNumber, checkShape } from "./check.js";
import { mean, sum } from "./reduce.js";
import { abs, exp, log, neg, scale, shift, softplus, square, unary } from "./unary.js";

/** What becomes of the single losses: they stay, or their mean or sum, of shape [1], is the result. */
export type Reduction = "none" | "mean" | "sum";

const reductions: readonly Reduction[] = ["none", "mean", "sum"];

/** What losses of element by element take. */
export interface LossOptions {
  /** Default "mean". */
  readonly reduction?: Reduction;
}

function reduced(tape: Tape, losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === "none") return losses;
  return reduction === "mean" ? mean(tape, losses) : sum(tape, losses);
}

function checkPair(op: string, input: Tensor, target: Tensor): void {
  checkShape(op, "target", target, input.shape, "as the input");
}

/** Settings of `crossEntropy`. */
export interface CrossEntropyOptions {
  /** A factor for each class, [C]; takes no gradient. Default: 1 for all. */
  readonly weight?: Tensor | null;
  /** Share of the target that all classes have in equal parts, 0 to 1. Default 0. */
  readonly labelSmoothing?: number;
  /**
   * The label of rows that do not count: their loss and gradient are 0. A negative number stands for what a
   * Uint32Array holds of it. Default: none.
   */
  readonly ignoreIndex?: number | null;
  /**
   * Default "none", a loss for each row. "mean" divides the sum by the sum of the weights of the labels in rows that
   * count, and is NaN where no row does.
   */
  readonly reduction?: Reduction;
}

/**
 * -log softmax(logits)[target], as PyTorch's cross_entropy: logits [..., C], target [...] (u32, below C). The result
 * has the target's shape, or [1] where it is reduced.
 * @throws {ShapeError} when target or weight has another shape.
 */
export function crossEntropy(
  tape: Tape,
  logits: Tensor,
  target: Tensor<DType>,
  { weight = null, labelSmoothing = 0, ignoreIndex = null, reduction = "none" }: CrossEntropyOptions = {},
): Tensor {
  const { shape } = logits;
  if (shape.length < 2) {
    throw new ShapeError(`crossEntropy: logits is ${show(shape)}: give two dimensions or more, classes last`);
  }
  const cols = shape[shape.length - 1]!;
  const rows = sizeOf(shape.slice(0, -1));
  checkShape("crossEntropy", "target", target, shape.slice(0, -1), "as the logits without classes");
  if (weight) checkShape("crossEntropy", "weight", weight, [cols], "[classes]");
  checkNumber("crossEntropy", "labelSmoothing", labelSmoothing, { low: 0, high: 1 });
  checkChoice("crossEntropy", "reduction", reduction, reductions);
  const params = {
    rows,
    cols,
    weighted: Number(weight !== null),
    smoothing: labelSmoothing,
    ignores: Number(ignoreIndex !== null),
    ignored: ignoreIndex === null ? 0 : asLabel(ignoreIndex),
  };
  const read = { logits, labels: target, weight: weight ?? logits };
  const loss = tape.empty(target.shape);
  const counted = tape.empty([rows]);
  tape.record(crossEntropyForward, { ...read, loss, counted }, params);
  tape.derivative([loss], [logits], (dloss) => {
    tape.accumulate([logits], (dlogits) => {
      tape.record(crossEntropyBackward, { ...read, dloss, dlogits }, params);
    });
  });
  const evenly = weight === null && ignoreIndex === null;
  if (reduction !== "mean" || evenly) return reduced(tape, loss, reduction);
  return div(tape, sum(tape, loss), sum(tape, counted));
}

function asLabel(index: number): number {
  if (!Number.isInteger(index) || index < -(2 ** 31) || index >= 2 ** 32) {
    throw new ArgumentError(
      `crossEntropy: ignoreIndex is ${String(index)}: give a whole number from -2147483648 to 4294967295`,
    );
  }
  return index >>> 0;
}

/** Settings of `binaryCrossEntropy`. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** A factor for positive targets, broadcast against the logits: above 1 favours recall. Default: 1. */
  readonly posWeight?: Tensor | null;
}

/**
 * -(target log s + (1 - target) log(1 - s)) with s = sigmoid(logits), without overflow, as PyTorch's
 * binary_cross_entropy_with_logits. Targets are 0 to 1, of the logits' shape.
 * @throws {ShapeError} when target has another shape, or posWeight does not broadcast to it.
 */
export function binaryCrossEntropyWithLogits(
  tape: Tape,
  logits: Tensor,
  target: Tensor,
  { posWeight = null, reduction = "mean" }: BinaryCrossEntropyOptions = {},
): Tensor {
  const op = "binaryCrossEntropyWithLogits";
  checkPair(op, logits, target);
  checkChoice(op, "reduction", reduction, reductions);
  const negative = shift(tape, neg(tape, target), 1);
  let positive = softplus(tape, neg(tape, logits));
  if (posWeight) {
    const factor = add(tape, mul(tape, target, posWeight), negative);
    checkShape(op, "posWeight broadcast to the logits", factor, logits.shape, "as the logits");
    positive = mul(tape, factor, positive);
  }
  return reduced(tape, add(tape, mul(tape, negative, logits), positive), reduction);
}

/**
 * (input - target)^2, as PyTorch's mse_loss; both of one shape.
 * @throws {ShapeError} when the shapes differ: nothing is broadcast.
 */
export function meanSquaredError(
  tape: Tape,
  input: Tensor,
  target: Tensor,
  { reduction = "mean" }: LossOptions = {},
): Tensor {
  checkPair("meanSquaredError", input, target);
  checkChoice("meanSquaredError", "reduction", reduction, reductions);
  return reduced(tape, square(tape, sub(tape, input, target)), reduction);
}

/**
 * |input - target|, as PyTorch's l1_loss; both of one shape.
 * @throws {ShapeError} when the shapes differ: nothing is broadcast.
 */
export function meanAbsoluteError(
  tape: Tape,
  input: Tensor,
  target: Tensor,
  { reduction = "mean" }: LossOptions = {},
): Tensor {
  checkPair("meanAbsoluteError", input, target);
  checkChoice("meanAbsoluteError", "reduction", reduction, reductions);
  return reduced(tape, abs(tape, sub(tape, input, target)), reduction);
}

/** Settings of `klDivergence`. */
export interface KlDivergenceOptions {
  /** Whether targets are logarithms of probabilities, too. Default false. */
  readonly logTarget?: boolean;
  /** "mean" divides by the number of elements, "batchmean" by the first dimension alone. Default "mean". */
  readonly reduction?: Reduction | "batchmean";
}

/** The least normal float32: where a probability is 0, its logarithm is multiplied by 0 and must be finite. */
const TINY = 1.1754943508222875e-38;

/**
 * target (log target - input), the summands of the Kullback-Leibler divergence, as PyTorch's kl_div: `input` holds
 * logarithms of probabilities, `target` probabilities of the same shape.
 * @throws {ShapeError} when the shapes differ: nothing is broadcast.
 */
export function klDivergence(
  tape: Tape,
  input: Tensor,
  target: Tensor,
  { logTarget = false, reduction = "mean" }: KlDivergenceOptions = {},
): Tensor {
  checkPair("klDivergence", input, target);
  checkChoice("klDivergence", "reduction", reduction, [...reductions, "batchmean"]);
  const probability = logTarget ? exp(tape, target) : target;
  const logarithm = logTarget ? target : log(tape, unary(tape, "clamp_min", target, TINY));
  const terms = mul(tape, probability, sub(tape, logarithm, input));
  if (reduction !== "batchmean") return reduced(tape, terms, reduction);
  return scale(tape, sum(tape, terms), 1 / input.shape[0]!);
}
