/** Attention layers. Names and first values are PyTorch's. */
import type { Tape } from "../autograd/index.js";
import { type Tensor } from "../tensor/index.js";
import { Dropout } from "./dropout.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import { LayerNorm } from "./normalization.js";
import { Parameter } from "./parameter.js";
export interface MultiheadSelfAttentionOptions {
    /** Probability of zeroing an attention weight in training. Default 0. */
    readonly dropout?: number;
    /** Default true. */
    readonly bias?: boolean;
    /** Step t sees the steps 0 to t only. Default false. */
    readonly causal?: boolean;
}
/** What `run` of an attention layer takes beside the sequences. */
export interface MaskOptions {
    /**
     * Added to the scaled products before the softmax, broadcast to [B, heads, T, T]: 0 where a step is seen, -Infinity
     * where it is not. To hide padding give [B, 1, 1, T]. A step that sees none gets NaN. Default: none.
     */
    readonly mask?: Tensor | null;
}
/**
 * Self-attention with several heads (Vaswani et al. 2017), as PyTorch's MultiheadAttention with batch_first and one
 * sequence for query, key and value.
 */
export declare class MultiheadSelfAttention extends Module {
    #private;
    readonly heads: number;
    /** [3 * width, width]: queries, keys, values. */
    readonly in_proj_weight: Parameter;
    /** [3 * width] */
    readonly in_proj_bias: Parameter | null;
    readonly out_proj: Linear;
    /** @throws {ArgumentError} when `width` is no multiple of `heads`. */
    constructor(width: number, heads: number, { dropout, bias, causal }?: MultiheadSelfAttentionOptions);
    /** x [B, T, width] to the same shape. */
    forward(tape: Tape, x: Tensor): Tensor;
    /**
     * As `forward`, with a mask.
     * @throws {ShapeError} when x is not [B, T, width], or the mask does not broadcast.
     */
    run(tape: Tape, x: Tensor, { mask }?: MaskOptions): Tensor;
}
export interface TransformerEncoderLayerOptions {
    /** Width between the two linear maps. Default 2048. */
    readonly feedForward?: number;
    /** Of attention weights, and of what each of the two blocks gives and holds, in training. Default 0.1. */
    readonly dropout?: number;
    /** Default "relu". */
    readonly activation?: "relu" | "gelu";
    /** Normalises what each block reads (Xiong et al. 2020), not the sum after it. Default false. */
    readonly normFirst?: boolean;
    /** Step t sees the steps 0 to t only. Default false. */
    readonly causal?: boolean;
}
/**
 * Self-attention, then two linear maps, each with a shortcut and layer normalisation (Vaswani et al. 2017), as PyTorch's
 * TransformerEncoderLayer with batch_first.
 */
export declare class TransformerEncoderLayer extends Module {
    #private;
    readonly self_attn: MultiheadSelfAttention;
    readonly linear1: Linear;
    readonly dropout: Dropout;
    readonly linear2: Linear;
    readonly norm1: LayerNorm;
    readonly norm2: LayerNorm;
    readonly dropout1: Dropout;
    readonly dropout2: Dropout;
    /** @throws {ArgumentError} when `width` is no multiple of `heads`. */
    constructor(width: number, heads: number, options?: TransformerEncoderLayerOptions);
    /** x [B, T, width] to the same shape. */
    forward(tape: Tape, x: Tensor): Tensor;
    /** As `forward`, with a mask. @throws {ShapeError} as `MultiheadSelfAttention`. */
    run(tape: Tape, x: Tensor, options?: MaskOptions): Tensor;
}
export interface AttentionPoolingOptions {
    /** Width of the scores' hidden layer. Default: the inputs'. */
    readonly hidden?: number;
}
/**
 * The weighted mean of a sequence's steps, with weights that are learned (additive attention, Bahdanau et al. 2015):
 * softmax over t of v^T tanh(W h_t). A network reads a sequence of any length with it, as with `lastHidden`.
 */
export declare class AttentionPooling extends Module {
    /** W, [hidden, in]. */
    readonly projection: Linear;
    /** v^T, [1, hidden]. */
    readonly score: Linear;
    constructor(inputs: number, { hidden }?: AttentionPoolingOptions);
    /** x [B, T, in] to [B, in]. */
    forward(tape: Tape, x: Tensor): Tensor;
    /**
     * As `forward`, with a mask [B, T] that is added to the scores (0 where a step counts, -Infinity where it does not); gives
     * the weights [B, T], too. A sequence of which no step counts gets NaN.
     * @throws {ShapeError} when x is not [B, T, in], or the mask not [B, T].
     */
    run(tape: Tape, x: Tensor, { mask }?: MaskOptions): {
        pooled: Tensor;
        weights: Tensor;
    };
}
/** Batch and steps of x [B, T, width]. */
export declare function sequenceSizes(layer: string, x: Tensor, width: number): [number, number];
