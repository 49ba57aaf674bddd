import { ArgumentError, ShapeError } from "../errors.js";
import { crossEntropyBackward, crossEntropyForward } from "../kernels/cross_entropy.js";
import { show, sizeOf } from "../tensor/index.js";
import { add, div, mul, sub } from "./binary.js";
import { checkChoice, checkNumber, checkShape } from "./check.js";
import { mean, sum } from "./reduce.js";
import { abs, exp, log, neg, scale, shift, softplus, square, unary } from "./unary.js";
const reductions = ["none", "mean", "sum"];
function reduced(tape, losses, reduction) {
    if (reduction === "none")
        return losses;
    return reduction === "mean" ? mean(tape, losses) : sum(tape, losses);
}
function checkPair(op, input, target) {
    checkShape(op, "target", target, input.shape, "as the input");
}
/**
 * -log softmax(logits)[target], as PyTorch's cross_entropy: logits [..., C], target [...] (u32, below C). The result
 * has the target's shape, or [1] where it is reduced.
 * @throws {ShapeError} when target or weight has another shape.
 */
export function crossEntropy(tape, logits, target, { weight = null, labelSmoothing = 0, ignoreIndex = null, reduction = "none" } = {}) {
    const { shape } = logits;
    if (shape.length < 2) {
        throw new ShapeError(`crossEntropy: logits is ${show(shape)}: give two dimensions or more, classes last`);
    }
    const cols = shape[shape.length - 1];
    const rows = sizeOf(shape.slice(0, -1));
    checkShape("crossEntropy", "target", target, shape.slice(0, -1), "as the logits without classes");
    if (weight)
        checkShape("crossEntropy", "weight", weight, [cols], "[classes]");
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
    if (reduction !== "mean" || evenly)
        return reduced(tape, loss, reduction);
    return div(tape, sum(tape, loss), sum(tape, counted));
}
function asLabel(index) {
    if (!Number.isInteger(index) || index < -(2 ** 31) || index >= 2 ** 32) {
        throw new ArgumentError(`crossEntropy: ignoreIndex is ${String(index)}: give a whole number from -2147483648 to 4294967295`);
    }
    return index >>> 0;
}
/**
 * -(target log s + (1 - target) log(1 - s)) with s = sigmoid(logits), without overflow, as PyTorch's
 * binary_cross_entropy_with_logits. Targets are 0 to 1, of the logits' shape.
 * @throws {ShapeError} when target has another shape, or posWeight does not broadcast to it.
 */
export function binaryCrossEntropyWithLogits(tape, logits, target, { posWeight = null, reduction = "mean" } = {}) {
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
export function meanSquaredError(tape, input, target, { reduction = "mean" } = {}) {
    checkPair("meanSquaredError", input, target);
    checkChoice("meanSquaredError", "reduction", reduction, reductions);
    return reduced(tape, square(tape, sub(tape, input, target)), reduction);
}
/**
 * |input - target|, as PyTorch's l1_loss; both of one shape.
 * @throws {ShapeError} when the shapes differ: nothing is broadcast.
 */
export function meanAbsoluteError(tape, input, target, { reduction = "mean" } = {}) {
    checkPair("meanAbsoluteError", input, target);
    checkChoice("meanAbsoluteError", "reduction", reduction, reductions);
    return reduced(tape, abs(tape, sub(tape, input, target)), reduction);
}
/** The least normal float32: where a probability is 0, its logarithm is multiplied by 0 and must be finite. */
const TINY = 1.1754943508222875e-38;
/**
 * target (log target - input), the summands of the Kullback-Leibler divergence, as PyTorch's kl_div: `input` holds
 * logarithms of probabilities, `target` probabilities of the same shape.
 * @throws {ShapeError} when the shapes differ: nothing is broadcast.
 */
export function klDivergence(tape, input, target, { logTarget = false, reduction = "mean" } = {}) {
    checkPair("klDivergence", input, target);
    checkChoice("klDivergence", "reduction", reduction, [...reductions, "batchmean"]);
    const probability = logTarget ? exp(tape, target) : target;
    const logarithm = logTarget ? target : log(tape, unary(tape, "clamp_min", target, TINY));
    const terms = mul(tape, probability, sub(tape, logarithm, input));
    if (reduction !== "batchmean")
        return reduced(tape, terms, reduction);
    return scale(tape, sum(tape, terms), 1 / input.shape[0]);
}
//# sourceMappingURL=loss.js.map