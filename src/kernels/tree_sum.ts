/** Sums over shards, whose order does not depend on who has which. */
import { groups, kernel, linearGrid, u32 } from "./kernel.js";

interface Params {
  readonly shards: number;
  readonly count: number;
}

const WORKGROUP = 64;

/**
 * y = the sum over the shards of x [shards, count], pair by pair: ((x0 + x1) + (x2 + x3)) + ... So the sums of halves,
 * quarters, ... of the shards, each made by this kernel, add up to the same bits. `shards` is a power of two up to 4096.
 */
export const treeSum = kernel({
  name: "tree_sum",
  params: { shards: u32, count: u32 },
  bindings: { x: { read: (p: Params) => p.shards * p.count }, y: { write: (p) => p.count } },
  flops: (p) => (p.shards - 1) * p.count,
  bytes: (p) => 4 * (p.shards + 1) * p.count,
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(p.count, WORKGROUP)) }],
  tolerance: {
    absolute: 1e-5,
    relative: 1e-6,
    because: "at most 12 additions in a row, of float32 terms that cancel",
  },
});
