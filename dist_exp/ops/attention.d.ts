/** Attention: the weighted means of values that queries find by their products with keys. */
import type { Tape } from "../autograd/index.js";
import { type Tensor } from "../tensor/index.js";
import { type RandomSource } from "./dropout.js";
export interface AttentionOptions {
    /**
     * Added to the scaled products before the softmax, broadcast to [batch, heads, queries, keys]: 0 where a key counts,
     * -Infinity where it does not. A query for which none counts gets NaN. Default: none.
     */
    readonly mask?: Tensor | null;
    /** Query t sees the keys 0 to t only. Default false. */
    readonly causal?: boolean;
    /** Zeroes each weight with probability `rate` after the softmax, and scales the rest, as `dropout`. Default: none. */
    readonly dropout?: (RandomSource & {
        readonly rate: number;
    }) | null;
}
/**
 * softmax(q k^T / sqrt(D) + mask) v (Vaswani et al. 2017), as PyTorch's scaled_dot_product_attention: q [B, heads, T, D],
 * k [B, heads, S, D], v [B, heads, S, E]; the result is [B, heads, T, E].
 * @throws {ShapeError} when shapes do not fit, or the mask does not broadcast.
 */
export declare function scaledDotProductAttention(tape: Tape, q: Tensor, k: Tensor, v: Tensor, options?: AttentionOptions): Tensor;
/**
 * Attention of a sequence to itself, where one projection holds queries, keys and values, as PyTorch's
 * MultiheadAttention has them: qkv [B, T, 3 * E], in each third the heads side by side; the result is [B, T, E]. Read
 * and written in place: no head is copied.
 * @throws {ShapeError} when the last dimension is no multiple of 3 * heads, or the mask does not broadcast.
 */
export declare function selfAttention(tape: Tape, qkv: Tensor, heads: number, options?: AttentionOptions): Tensor;
