/**
 * The contrastive term of the clusterer's objective: the two views of an image shall lie closer to one another, after a
 * small projection, than either lies to the views of the batch's other images. It keeps the features of different
 * images apart, where information maximisation alone may be content with one property that all images have, such as
 * brightness.
 *
 * Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020; the loss is the
 * symmetric InfoNCE of van den Oord et al. 2018, with the views of the other kind as negatives.
 */
import type { Tape } from "../../autograd/index.js";
import { Linear, Module } from "../../nn/index.js";
import {
  add,
  crossEntropy,
  matmul,
  mul,
  pow,
  relu,
  reshape,
  scale,
  shift,
  square,
  sum,
} from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";

const HIDDEN = 128;
const OUTPUTS = 64;
/** Keeps the direction of a row of zeros finite. */
const TINY = 1e-12;

/** Features to points on a sphere, where views are compared. Only training needs it. */
export class Projection extends Module {
  readonly hidden: Linear;
  readonly output: Linear;

  constructor(features: number) {
    super();
    this.hidden = new Linear(features, HIDDEN);
    this.output = new Linear(HIDDEN, OUTPUTS);
  }

  /** Features [B, F] to rows of length 1, [B, 64]. */
  forward(tape: Tape, features: Tensor): Tensor {
    return unitRows(tape, this.output.forward(tape, relu(tape, this.hidden.forward(tape, features))));
  }
}

function unitRows(tape: Tape, x: Tensor): Tensor {
  const squares = shift(tape, sum(tape, square(tape, x), 1), TINY);
  return mul(tape, x, reshape(tape, pow(tape, squares, -0.5), [x.shape[0]!, 1]));
}

/**
 * How badly the views of an image find one another among those of the batch, [1]: with s = a b^T / temperature, the
 * mean of the cross entropies of the rows and of the columns of s, where the right answer is the diagonal.
 * @param a rows of length 1, [B, D]: one view of each image.
 * @param b the other view of the same images.
 */
export function contrast(tape: Tape, a: Tensor, b: Tensor, temperature: number): Tensor {
  const count = a.shape[0]!;
  const own = tape.constant(
    Uint32Array.from({ length: count }, (_, i) => i),
    [count],
    "u32",
  );
  const oneWay = (from: Tensor, to: Tensor) => {
    const similarities = scale(tape, matmul(tape, from, to, { transposeB: true }), 1 / temperature);
    return crossEntropy(tape, similarities, own, { reduction: "mean" });
  };
  return scale(tape, add(tape, oneWay(a, b), oneWay(b, a)), 0.5);
}
