/**
 * Random numbers and dropout. Element i is drawn from word i % 4 of the Philox block with
 * key (seed, stream) and counter (i / 4, offset, 0, 0): `stream` tells places apart that draw
 * within one step, `offset` tells steps apart, and with offset 0 the words are those of `Random`.
 */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";

const params = { count: u32, seed: u32, stream: u32, offset: u32 };
const count = (p: { count: number }) => p.count;
/** One invocation per block of four words, 64 in a workgroup. */
const blockPasses = (p: { count: number }) => [{ entry: "main", grid: linearGrid(groups(p.count, 256)) }];

const keys = [
  { count: 1, seed: 0, stream: 0, offset: 0, note: "one word of a block" },
  {
    count: 67,
    seed: 0xdeadbeef,
    stream: 0xffffffff,
    offset: 0x80000001,
    note: "high bits everywhere, a tail",
  },
  { count: 16384 + 9, seed: 7, stream: 3, offset: 12, note: "a tail past whole tasks" },
];

/** Uniform in [low, high), low <= high: the same bits on every device, 24 of them random. */
export const philoxUniform = kernel({
  name: "philox_uniform",
  params: { ...params, low: f32, high: f32 },
  bindings: { y: { write: count } },
  flops: (p) => 2 * p.count,
  bytes: (p) => 4 * p.count,
  passes: blockPasses,
  tolerance: { absolute: 0, relative: 0, because: "uniform numbers have the same bits everywhere" },
  cases: keys.map(({ note, ...key }, i) => ({
    params: {
      ...key,
      ...[
        { low: 0, high: 1 },
        { low: -0.1, high: 0.3 },
        { low: -2.7, high: 1e-3 },
      ][i]!,
    },
    note,
  })),
});

/** Normal with the given mean and standard deviation (Box and Muller 1958): two pairs from each block. */
export const philoxNormal = kernel({
  name: "philox_normal",
  params: { ...params, mean: f32, deviation: f32 },
  bindings: { y: { write: count } },
  flops: (p) => 30 * p.count,
  bytes: (p) => 4 * p.count,
  passes: blockPasses,
  tolerance: {
    absolute: 1e-6,
    relative: 4e-7,
    because: "a logarithm, a root and a sine of a few units in the last place each, times up to 5.8",
  },
  cases: keys.map(({ note, ...key }, i) => ({ params: { ...key, mean: i, deviation: 1 - i / 4 }, note })),
});

/**
 * Zeroes an element with probability `rate` < 1 and scales the rest by 1 / (1 - rate)
 * (Srivastava et al. 2014). On dy with the same key it is its own derivative.
 * NaN and infinity are multiplied, not replaced, so that they do not vanish unseen.
 */
export const dropout = kernel({
  name: "dropout",
  params: { ...params, rate: f32 },
  bindings: { x: { read: count }, y: { write: count } },
  flops: (p) => 2 * p.count,
  bytes: (p) => 8 * p.count,
  passes: blockPasses,
  tolerance: { absolute: 0, relative: 4e-7, because: "one division and one product" },
  cases: [
    ...keys.map(({ note, ...key }, i) => ({ params: { ...key, rate: [0.5, 0.1, 0.9][i]! }, note })),
    { params: { count: 31, seed: 1, stream: 1, offset: 1, rate: 0 }, note: "nothing dropped" },
    {
      params: { count: 64, seed: 1, stream: 2, offset: 0, rate: 0.5 },
      note: "NaN stays",
      samples: { x: () => Number.NaN },
    },
  ],
});
