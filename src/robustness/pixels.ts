/** A network's logits of pixels from 0 to 1, and their slope. */
import { Tape } from "../autograd/index.js";
import { detached } from "../models/detached.js";
import type { PixelNetwork } from "../models/pixel_network.js";
import { reshape, scale, shift, softmax, sub } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";

/** Logits [B, classes] of pixels [B, H, W, C] from 0 to 1, or beyond. */
export function logitsOf(network: PixelNetwork, tape: Tape, pixels: Tensor): Tensor {
  const { mean, std } = network.scale;
  const centred = mean === 0 ? pixels : shift(tape, pixels, -mean);
  return network.logits(tape, std === 1 ? centred : scale(tape, centred, 1 / std));
}

/** Above every difference of logits: it takes a class out of a softmax. */
const MASK = 1e6;

/**
 * The derivative by the pixels of the loss of `classes` [B, classes], which holds 1 at the class that each image is to lose
 * and 0 elsewhere. The loss is log sum exp of the other classes' logits minus the class's: its derivative is that of the
 * cross entropy over the probability of the other classes, a factor that changes no direction, and that float32 rounds to 0
 * where the network is certain.
 */
export function slopeOf(network: PixelNetwork, tape: Tape, pixels: Tensor, classes: Tensor): Tensor {
  using search = new Tape(network.device, { parameters: false });
  search.watch(pixels);
  const logits = logitsOf(network, search, pixels);
  const others = softmax(tape, sub(tape, logits, scale(tape, classes, MASK)));
  search.backwardFrom([logits], [sub(tape, others, classes)]);
  // A copy that outlives the search.
  return detached(tape, reshape(tape, search.gradient(pixels)!, pixels.shape));
}

/** 1 at the class of each row, 0 elsewhere, [rows, columns]. */
export function oneHot(tape: Tape, classes: Int32Array, columns: number): Tensor {
  const values = new Float32Array(classes.length * columns);
  for (const [row, place] of classes.entries()) values[row * columns + place] = 1;
  return tape.constant(values, [classes.length, columns]);
}
