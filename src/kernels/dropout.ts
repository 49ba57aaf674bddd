/**
 * Dropout. Element i is kept or not by word (skip + i) % 4 of the Philox block with key (seed, stream) and counter
 * (first + (skip + i) / 4, offset, 0, 0): `stream` tells places apart that draw within one step, `offset` tells steps apart, and
 * with offset 0 the words are those of `Random`. `first` and `skip` are where a part of a longer draw begins (`drawFrom`).
 */
import { drawParams } from "./draws.js";
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";

const count = (p: { count: number }) => p.count;

/**
 * Zeroes an element with probability `rate` < 1 and scales the rest by 1 / (1 - rate)
 * (Srivastava et al. 2014). On dy with the same key it is its own derivative.
 * NaN and infinity are multiplied, not replaced, so that they do not vanish unseen.
 */
export const dropout = kernel({
  name: "dropout",
  params: { count: u32, ...drawParams, seed: u32, stream: u32, offset: u32, rate: f32 },
  bindings: { x: { read: count }, y: { write: count } },
  flops: (p) => 2 * p.count,
  bytes: (p) => 8 * p.count,
  // One invocation per block of four words, 64 in a workgroup.
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(p.count, 256)) }],
  tolerance: { absolute: 0, relative: 4e-7, because: "one division and one product" },
});
