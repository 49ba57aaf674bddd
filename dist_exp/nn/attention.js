import { ArgumentError, ShapeError } from "../errors.js";
import { checkChoice, checkNumber, checkRank, checkShape, checkWhole } from "../ops/check.js";
import { add, gelu, linear, matmul, relu, reshape, selfAttention, softmax, tanh } from "../ops/index.js";
import { show } from "../tensor/index.js";
import { Dropout, randomSource } from "./dropout.js";
import { constantInit, xavierUniform } from "./initializers.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import { LayerNorm } from "./normalization.js";
import { Parameter } from "./parameter.js";
/**
 * Self-attention with several heads (Vaswani et al. 2017), as PyTorch's MultiheadAttention with batch_first and one
 * sequence for query, key and value.
 */
export class MultiheadSelfAttention extends Module {
    heads;
    /** [3 * width, width]: queries, keys, values. */
    in_proj_weight;
    /** [3 * width] */
    in_proj_bias;
    out_proj;
    #dropout;
    #causal;
    /** @throws {ArgumentError} when `width` is no multiple of `heads`. */
    constructor(width, heads, { dropout = 0, bias = true, causal = false } = {}) {
        super();
        const layer = "MultiheadSelfAttention";
        checkWhole(layer, "width", width, 1);
        checkWhole(layer, "heads", heads, 1);
        checkNumber(layer, "dropout", dropout, { low: 0, below: 1 });
        if (width % heads !== 0) {
            throw new ArgumentError(`${layer}: heads is ${heads}: give a divisor of ${width}, the width`);
        }
        this.heads = heads;
        this.in_proj_weight = new Parameter([3 * width, width], xavierUniform(width, 3 * width));
        this.in_proj_bias = bias ? new Parameter([3 * width], constantInit(0)) : null;
        this.out_proj = new Linear(width, width, { bias, biasInit: constantInit(0) });
        this.#dropout = dropout;
        this.#causal = causal;
    }
    /** x [B, T, width] to the same shape. */
    forward(tape, x) {
        return this.run(tape, x);
    }
    /**
     * As `forward`, with a mask.
     * @throws {ShapeError} when x is not [B, T, width], or the mask does not broadcast.
     */
    run(tape, x, { mask = null } = {}) {
        const width = this.in_proj_weight.shape[1];
        const [batch, steps] = sequenceSizes("MultiheadSelfAttention", x, width);
        const rows = reshape(tape, x, [batch * steps, width]);
        const qkv = linear(tape, rows, this.in_proj_weight.on(tape), this.in_proj_bias?.on(tape) ?? null);
        const drops = tape.training !== null && this.#dropout > 0;
        const attended = selfAttention(tape, reshape(tape, qkv, [batch, steps, 3 * width]), this.heads, {
            mask,
            causal: this.#causal,
            dropout: drops ? { ...randomSource(tape, this.path), rate: this.#dropout } : null,
        });
        return this.out_proj.forward(tape, attended);
    }
}
/**
 * Self-attention, then two linear maps, each with a shortcut and layer normalisation (Vaswani et al. 2017), as PyTorch's
 * TransformerEncoderLayer with batch_first.
 */
export class TransformerEncoderLayer extends Module {
    self_attn;
    linear1;
    dropout;
    linear2;
    norm1;
    norm2;
    dropout1;
    dropout2;
    #activation;
    #normFirst;
    /** @throws {ArgumentError} when `width` is no multiple of `heads`. */
    constructor(width, heads, options = {}) {
        super();
        const { feedForward = 2048, dropout = 0.1, activation = "relu", normFirst = false, causal = false, } = options;
        checkWhole("TransformerEncoderLayer", "feedForward", feedForward, 1);
        checkChoice("TransformerEncoderLayer", "activation", activation, ["relu", "gelu"]);
        this.self_attn = new MultiheadSelfAttention(width, heads, { dropout, causal });
        this.linear1 = new Linear(width, feedForward);
        this.dropout = new Dropout(dropout);
        this.linear2 = new Linear(feedForward, width);
        this.norm1 = new LayerNorm(width);
        this.norm2 = new LayerNorm(width);
        this.dropout1 = new Dropout(dropout);
        this.dropout2 = new Dropout(dropout);
        this.#activation = activation;
        this.#normFirst = normFirst;
    }
    /** x [B, T, width] to the same shape. */
    forward(tape, x) {
        return this.run(tape, x);
    }
    /** As `forward`, with a mask. @throws {ShapeError} as `MultiheadSelfAttention`. */
    run(tape, x, options = {}) {
        const attend = (input) => this.dropout1.forward(tape, this.self_attn.run(tape, input, options));
        const feed = (input) => {
            const inner = this.linear1.forward(tape, input);
            const active = this.#activation === "gelu" ? gelu(tape, inner) : relu(tape, inner);
            return this.dropout2.forward(tape, this.linear2.forward(tape, this.dropout.forward(tape, active)));
        };
        if (this.#normFirst) {
            const y = add(tape, x, attend(this.norm1.forward(tape, x)));
            return add(tape, y, feed(this.norm2.forward(tape, y)));
        }
        const y = this.norm1.forward(tape, add(tape, x, attend(x)));
        return this.norm2.forward(tape, add(tape, y, feed(y)));
    }
}
/**
 * The weighted mean of a sequence's steps, with weights that are learned (additive attention, Bahdanau et al. 2015):
 * softmax over t of v^T tanh(W h_t). A network reads a sequence of any length with it, as with `lastHidden`.
 */
export class AttentionPooling extends Module {
    /** W, [hidden, in]. */
    projection;
    /** v^T, [1, hidden]. */
    score;
    constructor(inputs, { hidden = inputs } = {}) {
        super();
        checkWhole("AttentionPooling", "inputs", inputs, 1);
        checkWhole("AttentionPooling", "hidden", hidden, 1);
        this.projection = new Linear(inputs, hidden, { bias: false });
        this.score = new Linear(hidden, 1, { bias: false });
    }
    /** x [B, T, in] to [B, in]. */
    forward(tape, x) {
        return this.run(tape, x).pooled;
    }
    /**
     * As `forward`, with a mask [B, T] that is added to the scores (0 where a step counts, -Infinity where it does not); gives
     * the weights [B, T], too. A sequence of which no step counts gets NaN.
     * @throws {ShapeError} when x is not [B, T, in], or the mask not [B, T].
     */
    run(tape, x, { mask = null } = {}) {
        const inputs = this.projection.weight.shape[1];
        const [batch, steps] = sequenceSizes("AttentionPooling", x, inputs);
        if (mask)
            checkShape("AttentionPooling", "mask", mask, [batch, steps], "[batch, steps]");
        const hidden = tanh(tape, this.projection.forward(tape, x));
        const scores = reshape(tape, this.score.forward(tape, hidden), [batch, steps]);
        const weights = softmax(tape, mask ? add(tape, scores, mask) : scores);
        const pooled = matmul(tape, reshape(tape, weights, [batch, 1, steps]), x);
        return { pooled: reshape(tape, pooled, [batch, inputs]), weights };
    }
}
/** Batch and steps of x [B, T, width]. */
export function sequenceSizes(layer, x, width) {
    checkRank(layer, "x", x, 3, "[batch, steps, width]");
    if (x.shape[2] !== width) {
        throw new ShapeError(`${layer}: x is ${show(x.shape)}, the layer takes [batch, steps, ${width}]`);
    }
    return [x.shape[0], x.shape[1]];
}
//# sourceMappingURL=attention.js.map