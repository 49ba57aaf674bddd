/** Attention: the weighted means of values that queries find by their products with keys. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { softmaxBackward, softmaxForward } from "../kernels/softmax.js";
import { collapse } from "../kernels/strides.js";
import { unaryForward, unaryOps } from "../kernels/unary.js";
import { show, type Tensor } from "../tensor/index.js";
import { broadcast, giveGradient } from "./binary.js";
import { checkRank, checkShape, checkWhole } from "./check.js";
import { firstDrawn, type RandomSource, recordDropout } from "./dropout.js";
import { type Matrices, recordBatch } from "./matmul.js";
import { recordBinary } from "./record.js";

/** Settings of `attention`. */
export interface AttentionOptions {
  /**
   * Added to the scaled products before the softmax, broadcast to [batch, heads, queries, keys]: 0 where a key counts,
   * -Infinity where it does not. A query for which none counts gets NaN. Default: none.
   */
  readonly mask?: Tensor | null;
  /** Query t sees the keys 0 to t only. Default false. */
  readonly causal?: boolean;
  /** Zeroes each weight with probability `rate` after the softmax, and scales the rest, as `dropout`. Default: none. */
  readonly dropout?: (RandomSource & { readonly rate: number }) | null;
}

/**
 * softmax(q k^T / sqrt(D) + mask) v (Vaswani et al. 2017), as PyTorch's scaled_dot_product_attention: q [B, heads, T, D],
 * k [B, heads, S, D], v [B, heads, S, E]; the result is [B, heads, T, E].
 * @throws {ShapeError} when shapes do not fit, or the mask does not broadcast.
 */
export function scaledDotProductAttention(
  tape: Tape,
  q: Tensor,
  k: Tensor,
  v: Tensor,
  options: AttentionOptions = {},
): Tensor {
  const op = "scaledDotProductAttention";
  checkRank(op, "q", q, 4, "[batch, heads, queries, width]");
  checkRank(op, "k", k, 4, "[batch, heads, keys, width]");
  checkRank(op, "v", v, 4, "[batch, heads, keys, value width]");
  const [batch, heads, queries, width] = q.shape as [number, number, number, number];
  const [keys, valueWidth] = [k.shape[2]!, v.shape[3]!];
  checkShape(op, "k", k, [batch, heads, keys, width], "q's batch, heads and width");
  checkShape(op, "v", v, [batch, heads, keys, valueWidth], "k's batch, heads and keys");
  const y = tape.empty([batch, heads, queries, valueWidth]);
  const sizes = { batch, heads, queries, keys, width, valueWidth };
  return attend(tape, op, sizes, { q: apart(q), k: apart(k), v: apart(v), y: apart(y) }, options, {
    inputs: [q, k, v],
    accumulate: (record) => {
      tape.accumulate([q], (dq) => record({ q: apart(dq) }));
      tape.accumulate([k], (dk) => record({ k: apart(dk) }));
      tape.accumulate([v], (dv) => record({ v: apart(dv) }));
    },
  });
}

/**
 * Attention of a sequence to itself, where one projection holds queries, keys and values, as PyTorch's
 * MultiheadAttention has them: qkv [B, T, 3 * E], in each third the heads side by side; the result is [B, T, E]. Read
 * and written in place: no head is copied.
 * @throws {ShapeError} when the last dimension is no multiple of 3 * heads, or the mask does not broadcast.
 */
export function selfAttention(
  tape: Tape,
  qkv: Tensor,
  heads: number,
  options: AttentionOptions = {},
): Tensor {
  const op = "selfAttention";
  checkRank(op, "qkv", qkv, 3, "[batch, steps, queries, keys and values]");
  checkWhole(op, "heads", heads, 1);
  const [batch, steps, columns] = qkv.shape as [number, number, number];
  if (columns % (3 * heads) !== 0) {
    throw new ShapeError(
      `${op}: qkv is ${show(qkv.shape)}, heads is ${heads}: give a last dimension that is a multiple of ${3 * heads}`,
    );
  }
  const all = columns / 3;
  const width = all / heads;
  const within = (tensor: Tensor, part: number): Heads => {
    const ld = tensor.shape[2]!;
    return { tensor, ld, offset: part * all, strides: [steps * ld, width] };
  };
  const parts = (tensor: Tensor) => ({ q: within(tensor, 0), k: within(tensor, 1), v: within(tensor, 2) });
  const y = tape.empty([batch, steps, all]);
  const sizes = { batch, heads, queries: steps, keys: steps, width, valueWidth: width };
  return attend(tape, op, sizes, { ...parts(qkv), y: within(y, 0) }, options, {
    inputs: [qkv],
    accumulate: (record) => tape.accumulate([qkv], (dqkv) => record(parts(dqkv))),
  });
}

/** Where a matrix for each sample and head is. */
interface Heads extends Matrices {
  /** Elements from one sample to the next, and from one head to the next. */
  readonly strides: readonly [number, number];
}

/** The dense matrices of [batch, heads, rows, columns]. */
function apart(tensor: Tensor): Heads {
  const [, heads, rows, columns] = tensor.shape as [number, number, number, number];
  return { tensor, strides: [heads * rows * columns, rows * columns] };
}

const turned = (x: Heads): Heads => ({ ...x, transposed: true });

interface Sizes {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  readonly width: number;
  readonly valueWidth: number;
}

interface Operands {
  readonly q: Heads;
  readonly k: Heads;
  readonly v: Heads;
  readonly y: Heads;
}

/** The tensors that hold q, k and v, and how their gradients are gathered: `record` writes the parts that it is given. */
interface Gradients {
  readonly inputs: readonly Tensor[];
  readonly accumulate: (record: (targets: Partial<Operands>) => void) => void;
}

function attend(
  tape: Tape,
  op: string,
  sizes: Sizes,
  { q, k, v, y }: Operands,
  { mask = null, causal = false, dropout: source = null }: AttentionOptions,
  { inputs, accumulate }: Gradients,
): Tensor {
  const { batch, heads, queries, keys, width, valueWidth } = sizes;
  const shape = [batch, heads, queries, keys];
  const layout = mask ? maskLayout(op, mask, shape) : null;
  const softmax = { rows: batch * heads * queries, cols: keys, scale: 1 / Math.sqrt(width) };
  const multiply = (a: Heads, b: Heads, c: Heads, m: number, n: number, inner: number) => {
    const axes = [batch, heads].map((size, i) => ({
      size,
      strides: [a, b, c].map(({ strides }) => strides[i]!),
    }));
    recordBatch(tape, { m, n, k: inner, a, b, c }, collapse(axes));
  };

  const scores = tape.empty(shape);
  multiply(q, turned(k), apart(scores), queries, keys, width);
  // The softmax scales what it reads: the mask is divided by that first.
  const masked = mask && layout ? addMask(tape, scores, mask, layout, 1 / softmax.scale) : scores;
  const weights = tape.empty(shape);
  const dropout = source && { ...source, first: firstDrawn(tape, weights) };
  const seen = causal ? queries : 0;
  tape.record(softmaxForward, { x: masked, y: weights }, { ...softmax, causal: seen });
  const kept = dropout ? tape.empty(shape) : weights;
  if (dropout) recordDropout(tape, op, weights, kept, dropout);
  multiply(apart(kept), v, y, queries, valueWidth, keys);

  tape.derivative([y.tensor], [...inputs, mask], (gradient) => {
    const dy = { ...y, tensor: gradient };
    const dkept = tape.empty(shape);
    multiply(dy, turned(v), apart(dkept), queries, keys, valueWidth);
    const dweights = dropout ? tape.empty(shape) : dkept;
    if (dropout) recordDropout(tape, op, dkept, dweights, dropout);
    const dscores = tape.empty(shape);
    tape.record(softmaxBackward, { dy: dweights, y: weights, dx: dscores }, softmax);
    accumulate((to) => {
      if (to.q) multiply(apart(dscores), k, to.q, queries, width, keys);
      if (to.k) multiply(turned(apart(dscores)), q, to.k, keys, width, queries);
      if (to.v) multiply(turned(apart(kept)), dy, to.v, keys, valueWidth, queries);
    });
    if (mask && layout) {
      giveGradient(tape, mask, layout.fourB, layout.sizes, () => scaled(tape, dscores, 1 / softmax.scale));
    }
  });
  return y.tensor;
}

function maskLayout(op: string, mask: Tensor, shape: readonly number[]) {
  const fits =
    mask.shape.length <= 4 &&
    [...mask.shape].reverse().every((extent, i) => extent === 1 || extent === shape[shape.length - 1 - i]);
  if (!fits) {
    throw new ShapeError(
      `${op}: mask is ${show(mask.shape)}: give one that broadcasts to ${show(shape)} (batch, heads, queries, keys)`,
    );
  }
  return broadcast(op, shape, mask.shape);
}

function addMask(
  tape: Tape,
  scores: Tensor,
  mask: Tensor,
  layout: ReturnType<typeof broadcast>,
  factor: number,
): Tensor {
  const sum = tape.empty(scores.shape);
  recordBinary(tape, "add", scores, scaled(tape, mask, factor), sum, layout);
  return sum;
}

/** x * factor, without a derivative. */
function scaled(tape: Tape, x: Tensor, factor: number): Tensor {
  const y = tape.empty(x.shape);
  tape.record(unaryForward, { x, y }, { count: x.size, op: unaryOps.mul_scalar, alpha: factor });
  return y;
}
