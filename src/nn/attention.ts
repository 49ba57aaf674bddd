/** Attention layers. Names and first values are PyTorch's. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkChoice, checkNumber, checkRank, checkShape, checkWhole } from "../ops/check.js";
import { add, gelu, linear, matmul, relu, reshape, selfAttention, softmax, tanh } from "../ops/index.js";
import { show, type Tensor } from "../tensor/index.js";
import { Dropout, randomSource } from "./dropout.js";
import { constantInit, xavierUniform } from "./initializers.js";
import { Linear } from "./linear.js";
import { Module } from "./module.js";
import { LayerNorm } from "./normalization.js";
import { Parameter } from "./parameter.js";

/** Settings of `MultiheadSelfAttention`. */
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
export class MultiheadSelfAttention extends Module {
  readonly heads: number;
  /** Queries, keys and values, [3 * width, width]. */
  readonly in_proj_weight: Parameter;
  /** [3 * width] */
  readonly in_proj_bias: Parameter | null;
  readonly out_proj: Linear;
  readonly #dropout: number;
  readonly #causal: boolean;

  /** @throws {ArgumentError} when `width` is no multiple of `heads`. */
  constructor(
    width: number,
    heads: number,
    { dropout = 0, bias = true, causal = false }: MultiheadSelfAttentionOptions = {},
  ) {
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
  forward(tape: Tape, x: Tensor): Tensor {
    return this.run(tape, x);
  }

  /**
   * As `forward`, with a mask.
   * @throws {ShapeError} when x is not [B, T, width], or the mask does not broadcast.
   */
  run(tape: Tape, x: Tensor, { mask = null }: MaskOptions = {}): Tensor {
    const width = this.in_proj_weight.shape[1]!;
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

/** Settings of `TransformerEncoderLayer`. Defaults are PyTorch's. */
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
export class TransformerEncoderLayer extends Module {
  readonly self_attn: MultiheadSelfAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly #activation: "relu" | "gelu";
  readonly #normFirst: boolean;

  /** @throws {ArgumentError} when `width` is no multiple of `heads`. */
  constructor(width: number, heads: number, options: TransformerEncoderLayerOptions = {}) {
    super();
    const {
      feedForward = 2048,
      dropout = 0.1,
      activation = "relu",
      normFirst = false,
      causal = false,
    } = options;
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
  forward(tape: Tape, x: Tensor): Tensor {
    return this.run(tape, x);
  }

  /** As `forward`, with a mask. @throws {ShapeError} as `MultiheadSelfAttention`. */
  run(tape: Tape, x: Tensor, options: MaskOptions = {}): Tensor {
    const attend = (input: Tensor) => this.dropout1.forward(tape, this.self_attn.run(tape, input, options));
    const feed = (input: Tensor) => {
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

/** Settings of `AttentionPooling`. */
export interface AttentionPoolingOptions {
  /** Width of the scores' hidden layer. Default: the inputs'. */
  readonly hidden?: number;
}

/**
 * The weighted mean of a sequence's steps, with weights that are learned (additive attention, Bahdanau et al. 2015):
 * softmax over t of v^T tanh(W h_t). A network reads a sequence of any length with it, as with `lastHidden`.
 */
export class AttentionPooling extends Module {
  /** W, [hidden, in]. */
  readonly projection: Linear;
  /** v^T, [1, hidden]. */
  readonly score: Linear;

  constructor(inputs: number, { hidden = inputs }: AttentionPoolingOptions = {}) {
    super();
    checkWhole("AttentionPooling", "inputs", inputs, 1);
    checkWhole("AttentionPooling", "hidden", hidden, 1);
    this.projection = new Linear(inputs, hidden, { bias: false });
    this.score = new Linear(hidden, 1, { bias: false });
  }

  /** x [B, T, in] to [B, in]. */
  forward(tape: Tape, x: Tensor): Tensor {
    return this.run(tape, x).pooled;
  }

  /**
   * As `forward`, with a mask [B, T] that is added to the scores (0 where a step counts, -Infinity where it does not); gives
   * the weights [B, T], too. A sequence of which no step counts gets NaN.
   * @throws {ShapeError} when x is not [B, T, in], or the mask not [B, T].
   */
  run(tape: Tape, x: Tensor, { mask = null }: MaskOptions = {}): { pooled: Tensor; weights: Tensor } {
    const inputs = this.projection.weight.shape[1]!;
    const [batch, steps] = sequenceSizes("AttentionPooling", x, inputs);
    if (mask) checkShape("AttentionPooling", "mask", mask, [batch, steps], "[batch, steps]");
    const hidden = tanh(tape, this.projection.forward(tape, x));
    const scores = reshape(tape, this.score.forward(tape, hidden), [batch, steps]);
    const weights = softmax(tape, mask ? add(tape, scores, mask) : scores);
    const pooled = matmul(tape, reshape(tape, weights, [batch, 1, steps]), x);
    return { pooled: reshape(tape, pooled, [batch, inputs]), weights };
  }
}

/** Batch and steps of x [B, T, width]. */
export function sequenceSizes(layer: string, x: Tensor, width: number): [number, number] {
  checkRank(layer, "x", x, 3, "[batch, steps, width]");
  if (x.shape[2] !== width) {
    throw new ShapeError(`${layer}: x is ${show(x.shape)}, the layer takes [batch, steps, ${width}]`);
  }
  return [x.shape[0]!, x.shape[1]!];
}
