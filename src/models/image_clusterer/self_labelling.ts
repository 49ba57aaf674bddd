/**
 * Self-labelling: where a head is sure of an image, its class there is the label of a view of that image.
 *
 * Van Gansbeke et al., "SCAN: Learning to Classify Images without Labels", ECCV 2020, section 2.3: sure ones by a
 * threshold, a strong view of the same image, and a cross entropy in which every class counts the same.
 */
import type { Tape } from "../../autograd/index.js";
import { clamp, logSoftmax, mean, mul, pow, reshape, scale, shift, softmax, sum } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { detached } from "../detached.js";

/** From the threshold to so much above it (1 / STEEP), an image counts in part: a step, made of ops that there are. */
const STEEP = 1e6;
/** Keeps the weight of a class without images finite. */
const TINY = 1e-8;

/**
 * The loss of a head is the mean over classes k of the mean of -log q[i, k] over the images i with p[i, k] above the
 * threshold; of classes that have such images, and 0 where none has. The result is the mean over heads, [1].
 *
 * @param plain logits [B, heads, K] of the images as they are, of p; no gradient flows into them.
 * @param augmented logits of a view of each, of q.
 * @param threshold 0.5 or more: one class at most is above it.
 */
export function selfLabelling(tape: Tape, plain: Tensor, augmented: Tensor, threshold: number): Tensor {
  const [images, heads, clusters] = plain.shape as [number, number, number];
  const above = (x: Tensor, level: number) =>
    clamp(tape, scale(tape, shift(tape, x, -level), STEEP), { min: 0, max: 1 });
  const labels = above(softmax(tape, detached(tape, plain)), threshold);
  const sizes = sum(tape, labels, 0);
  const classes = sum(tape, above(sizes, 0), 1);
  const ofImage = pow(tape, shift(tape, sizes, TINY), -1);
  const ofClass = pow(tape, clamp(tape, classes, { min: 1 }), -1);
  const weights = mul(tape, labels, mul(tape, ofImage, reshape(tape, ofClass, [heads, 1])));
  const gained = mean(tape, mul(tape, weights, logSoftmax(tape, augmented)));
  return scale(tape, gained, -images * clusters);
}
