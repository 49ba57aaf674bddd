/**
 * The neighbour term of the clusterer's objective: an image and one of its neighbours shall get the same class.
 *
 * Van Gansbeke et al., "SCAN: Learning to Classify Images without Labels", ECCV 2020, equation 2; the entropy of its
 * classes is the information term's affair.
 */
import type { Tape } from "../../autograd/index.js";
import { log, mean, mul, scale, shift, softmax, sum } from "../../ops/index.js";
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import type { ImageNeighbours } from "./neighbour_graph.js";

/** Keeps log() finite where two images have no class in common. */
const TINY = 1e-8;

/**
 * The mean over images and heads of -log of the probability that both are of one class, [1].
 * @param images logits [B, heads, K].
 * @param neighbours logits of a neighbour of each, [B, heads, K].
 */
export function neighbourTerm(tape: Tape, images: Tensor, neighbours: Tensor): Tensor {
  const same = sum(tape, mul(tape, softmax(tape, images), softmax(tape, neighbours)), 2);
  const logarithm = log(tape, shift(tape, same, TINY));
  return scale(tape, mean(tape, logarithm), -1);
}

/** A neighbour of each image, drawn by seed and step alone. */
export function drawNeighbours(
  { count, indices }: ImageNeighbours,
  images: Uint32Array,
  seed: number,
  step: number,
): Uint32Array {
  const random = new Random(seed, streamOf(`neighbours.${step}`));
  return images.map((image) => indices[image * count + random.integer(count)]!);
}
