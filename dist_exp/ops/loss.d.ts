/** Losses, with PyTorch's definitions. */
import type { Tape } from "../autograd/index.js";
import type { DType } from "../kernels/kernel.js";
import { type Tensor } from "../tensor/index.js";
/** What becomes of the single losses: they stay, or their mean or sum, of shape [1], is the result. */
export type Reduction = "none" | "mean" | "sum";
export interface LossOptions {
    /** Default "mean". */
    readonly reduction?: Reduction;
}
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
export declare function crossEntropy(tape: Tape, logits: Tensor, target: Tensor<DType>, { weight, labelSmoothing, ignoreIndex, reduction }?: CrossEntropyOptions): Tensor;
export interface BinaryCrossEntropyOptions extends LossOptions {
    /** A factor for positive targets, broadcast against the logits: above 1 favours recall. Default: 1. */
    readonly posWeight?: Tensor | null;
}
/**
 * -(target log s + (1 - target) log(1 - s)) with s = sigmoid(logits), without overflow, as PyTorch's
 * binary_cross_entropy_with_logits. Targets are 0 to 1, of the logits' shape.
 * @throws {ShapeError} when target has another shape, or posWeight does not broadcast to it.
 */
export declare function binaryCrossEntropyWithLogits(tape: Tape, logits: Tensor, target: Tensor, { posWeight, reduction }?: BinaryCrossEntropyOptions): Tensor;
/**
 * (input - target)^2, as PyTorch's mse_loss; both of one shape.
 * @throws {ShapeError} when the shapes differ: nothing is broadcast.
 */
export declare function meanSquaredError(tape: Tape, input: Tensor, target: Tensor, { reduction }?: LossOptions): Tensor;
/**
 * |input - target|, as PyTorch's l1_loss; both of one shape.
 * @throws {ShapeError} when the shapes differ: nothing is broadcast.
 */
export declare function meanAbsoluteError(tape: Tape, input: Tensor, target: Tensor, { reduction }?: LossOptions): Tensor;
export interface KlDivergenceOptions {
    /** Whether targets are logarithms of probabilities, too. Default false. */
    readonly logTarget?: boolean;
    /** "mean" divides by the number of elements, "batchmean" by the first dimension alone. Default "mean". */
    readonly reduction?: Reduction | "batchmean";
}
/**
 * target (log target - input), the summands of the Kullback-Leibler divergence, as PyTorch's kl_div: `input` holds
 * logarithms of probabilities, `target` probabilities of the same shape.
 * @throws {ShapeError} when the shapes differ: nothing is broadcast.
 */
export declare function klDivergence(tape: Tape, input: Tensor, target: Tensor, { logTarget, reduction }?: KlDivergenceOptions): Tensor;
