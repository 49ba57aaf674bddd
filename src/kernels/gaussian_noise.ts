/**
 * Gaussian noise. Element i gets number (skip + i) % 4 of the Philox block with key (seed, stream) and counter
 * (first + (skip + i) / 4, offset, 0, 0), by Box and Muller: `stream` tells places apart that draw within one step, `offset` tells
 * steps apart, and `first` and `skip` are where a part of a longer draw begins (`drawFrom`).
 */
import { drawParams } from "./draws.js";
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";

const count = (p: { count: number }) => p.count;

/** y = x + deviation n, with n independent standard normal numbers. */
export const gaussianNoise = kernel({
  name: "gaussian_noise",
  params: { count: u32, ...drawParams, seed: u32, stream: u32, offset: u32, deviation: f32 },
  bindings: { x: { read: count }, y: { write: count } },
  // Ten rounds of Philox for four numbers, and the polynomials of two pairs.
  flops: (p) => 20 * p.count,
  bytes: (p) => 8 * p.count,
  // One invocation per block of four words, 64 in a workgroup.
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(p.count, 256)) }],
  tolerance: {
    absolute: 4e-6,
    relative: 4e-7,
    because:
      "a radius of up to 5.8 with a relative error of 3e-7, a sine with an absolute one of 1e-7; deviations of up to 1",
  },
});
