/**
 * Batch normalisation over the rows of each channel (Ioffe and Szegedy 2015), as
 * PyTorch's BatchNorm: y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, with
 * the biased variance of the batch, or the running statistics. With `relu` = 1 the
 * kernels also apply max(0, y), and its derivative.
 *
 * x is [rows, channels]; for images, rows = B * H * W.
 *
 * Where several processes share a batch, each has `shards` neighbouring shards of it, and the forward and backward
 * steps are cut where sums over the whole batch are needed: moments, (all shards' moments are gathered,) combine,
 * normalize; and sums, (added up over all shards,) input. With `unit` rows in an example and
 * q = (rows / unit - longer) / shards, the first `longer` shards have q + 1 examples each, the others q. A shard's moments
 * and sums depend on its own rows alone, to the bit.
 */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { normal, type Sampler, uniform } from "./sample.js";
import { longestShard, type Shards, shardParams, shardSize } from "./shards.js";

interface Sizes {
  readonly rows: number;
  readonly channels: number;
}

const size = {
  matrix: (p: Sizes) => p.rows * p.channels,
  channels: (p: Pick<Sizes, "channels">) => p.channels,
  // All channels' means, then their reciprocal standard deviations; or means and variances.
  stats: (p: Pick<Sizes, "channels">) => 2 * p.channels,
};

/** Rows of one invocation, and of one partial sum. */
const ROW_BLOCK = 32;
const blocks = (p: Sizes) => Math.ceil(p.rows / ROW_BLOCK);
/** Grid for one invocation per channel and block of rows. */
const blockGrid = (p: Sizes) => linearGrid(Math.ceil((blocks(p) * p.channels) / 64));
const blockPass = (entry: string, p: Sizes) => ({ entry, grid: blockGrid(p), constants: { ROW_BLOCK } });
const normalizePass = (p: Sizes) => ({ ...blockPass("main", p), shader: "batch_norm_normalize" });
const finishPass = (p: Sizes) => ({
  entry: "finish",
  grid: linearGrid(p.channels),
  constants: { ROW_BLOCK },
});

interface ShardedSizes extends Sizes, Shards {
  readonly unit: number;
}
const shardBlocks = (p: ShardedSizes) => Math.ceil((longestShard(p.rows / p.unit, p) * p.unit) / ROW_BLOCK);
/** Two rows of channels for each shard. */
const perShard = (p: { readonly shards: number; readonly channels: number }) => 2 * p.shards * p.channels;
/** Scratch for the two partial sums of each block, and passes that write and then add them. */
const shardPartial = (p: ShardedSizes) => perShard(p) * shardBlocks(p);
const shardPasses = (p: ShardedSizes) => [
  {
    entry: "partials",
    grid: linearGrid(groups(p.shards * shardBlocks(p) * p.channels, 64)),
    constants: { ROW_BLOCK },
  },
  { entry: "finish", grid: linearGrid(p.shards * p.channels), constants: { ROW_BLOCK } },
];

const statsSample: Sampler<Pick<Sizes, "channels">> = (random, p, index) =>
  index < p.channels ? random.normal() : 0.5 + random.uniform();

/**
 * Normalises by the batch, writes its statistics (mean, 1 / sqrt(variance + epsilon)) for the
 * derivative, and moves the running mean and unbiased variance by `momentum` towards it.
 * A batch of one row counts with variance zero.
 */
export const batchNormForward = kernel({
  name: "batch_norm_forward",
  params: { rows: u32, channels: u32, relu: u32, epsilon: f32, momentum: f32 },
  bindings: {
    x: { read: size.matrix, sample: normal(3, 2) },
    gamma: { read: size.channels },
    beta: { read: size.channels },
    y: { write: size.matrix },
    stats: { write: size.stats },
    running: { readWrite: size.stats, sample: uniform(0.5, 1.5) },
    partial: { scratch: (p) => 2 * p.channels * blocks(p) },
  },
  flops: (p) => 8 * p.rows * p.channels,
  bytes: (p) => 8 * p.rows * p.channels,
  passes: (p) => [blockPass("partials", p), finishPass(p), normalizePass(p)],
  tolerance: {
    absolute: 2e-5,
    relative: 2e-5,
    because: "the mean is rounded to float32: half a unit in the last place of 100, over a deviation of 1",
  },
});

/** Normalises by the running mean and variance. */
export const batchNormInference = kernel({
  name: "batch_norm_inference",
  params: { rows: u32, channels: u32, relu: u32, epsilon: f32 },
  bindings: {
    x: { read: size.matrix },
    gamma: { read: size.channels },
    beta: { read: size.channels },
    running: { read: size.stats, sample: uniform(0.5, 1.5) },
    y: { write: size.matrix },
  },
  flops: (p) => 4 * p.rows * p.channels,
  bytes: (p) => 8 * p.rows * p.channels,
  passes: (p) => [blockPass("main", p)],
  tolerance: { absolute: 2e-6, relative: 2e-6, because: "a reciprocal square root and a few roundings" },
});

/** Gradients of gamma and beta. With `relu`, what it let through is found from x again. */
export const batchNormBackwardParams = kernel({
  name: "batch_norm_backward_params",
  params: { rows: u32, channels: u32, relu: u32 },
  bindings: {
    dy: { read: size.matrix },
    x: { read: size.matrix },
    gamma: { read: size.channels },
    beta: { read: size.channels },
    stats: { read: size.stats, sample: statsSample },
    dgamma: { write: size.channels },
    dbeta: { write: size.channels },
    partial: { scratch: (p) => 2 * p.channels * blocks(p) },
  },
  flops: (p) => 5 * p.rows * p.channels,
  bytes: (p) => 8 * p.rows * p.channels,
  passes: (p) => [blockPass("partials", p), finishPass(p)],
  tolerance: {
    absolute: 2e-5,
    relative: 1e-5,
    because: "sums of up to 1500 float32 products that cancel",
  },
});

/**
 * Gradient of x, from the sums that `batchNormBackwardParams` wrote, or the added ones of `batchNormBackwardSums`. `total` is the
 * number of rows that sums and statistics were taken over: `rows`, or more where these are a part of a batch.
 */
export const batchNormBackwardInput = kernel({
  name: "batch_norm_backward_input",
  params: { rows: u32, channels: u32, relu: u32, total: u32 },
  bindings: {
    dy: { read: size.matrix },
    x: { read: size.matrix },
    gamma: { read: size.channels },
    beta: { read: size.channels },
    stats: { read: size.stats, sample: statsSample },
    dgamma: { read: size.channels, sample: normal(0, (p) => Math.sqrt(p.total)) },
    dbeta: { read: size.channels, sample: normal(0, (p) => Math.sqrt(p.total)) },
    dx: { write: size.matrix },
  },
  flops: (p) => 8 * p.rows * p.channels,
  bytes: (p) => 12 * p.rows * p.channels,
  passes: (p) => [blockPass("main", p)],
  tolerance: { absolute: 5e-6, relative: 2e-6, because: "a handful of float32 roundings that may cancel" },
});

/**
 * Each shard's moments: the mean of every channel, then the sum of squared deviations from it. Both are 0 for an empty shard.
 */
export const batchNormMoments = kernel({
  name: "batch_norm_moments",
  params: { rows: u32, channels: u32, unit: u32, ...shardParams },
  bindings: {
    x: { read: size.matrix, sample: normal(3, 2) },
    moments: { write: perShard },
    partial: { scratch: shardPartial },
  },
  flops: (p) => 4 * p.rows * p.channels,
  bytes: (p) => 4 * p.rows * p.channels,
  passes: shardPasses,
  tolerance: {
    absolute: 2e-5,
    relative: 2e-5,
    because: "means are rounded to float32: half a unit in the last place of 100, over a deviation of 1",
  },
});

interface CombinedSizes extends Shards {
  readonly channels: number;
  readonly unit: number;
  readonly examples: number;
}
const momentsSample: Sampler<CombinedSizes> = (random, p, index) => {
  const row = Math.floor(index / p.channels);
  if (row % 2 === 0) return 3 + random.normal();
  return shardSize(p.examples, p, (row - 1) / 2) * p.unit * (0.5 + random.uniform());
};

/**
 * Statistics of a whole batch of `examples` examples from the moments of all its shards, which are merged by a binary tree
 * (Chan, Golub and LeVeque 1979): neighbours first, then pairs of pairs; what has no neighbour waits for the next level.
 * Writes the statistics and moves the running ones as `batchNormForward` does; moments of empty shards are not looked at.
 */
export const batchNormCombine = kernel({
  name: "batch_norm_combine",
  params: { channels: u32, unit: u32, ...shardParams, examples: u32, epsilon: f32, momentum: f32 },
  bindings: {
    moments: { read: perShard, sample: momentsSample },
    stats: { write: size.stats },
    running: { readWrite: size.stats, sample: uniform(0.5, 1.5) },
  },
  flops: (p) => 10 * p.shards * p.channels,
  bytes: (p) => 4 * perShard(p) + 24 * p.channels,
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(p.channels, 64)) }],
  tolerance: {
    absolute: 2e-5,
    relative: 2e-5,
    because: "the mean is rounded to float32: half a unit in the last place of 100, over a deviation of 1",
  },
});

/** Normalises by statistics of the batch, as the end of `batchNormForward` does. */
export const batchNormNormalize = kernel({
  name: "batch_norm_normalize",
  params: { rows: u32, channels: u32, relu: u32 },
  bindings: {
    x: { read: size.matrix },
    gamma: { read: size.channels },
    beta: { read: size.channels },
    stats: { read: size.stats, sample: statsSample },
    y: { write: size.matrix },
  },
  flops: (p) => 4 * p.rows * p.channels,
  bytes: (p) => 8 * p.rows * p.channels,
  passes: (p) => [normalizePass(p)],
  tolerance: { absolute: 2e-6, relative: 2e-6, because: "a handful of float32 roundings that may cancel" },
});

/** Each shard's gradient of gamma, then of beta; zeros for an empty shard. The batch's are the sums over its shards. */
export const batchNormBackwardSums = kernel({
  name: "batch_norm_backward_sums",
  params: { rows: u32, channels: u32, relu: u32, unit: u32, ...shardParams },
  bindings: {
    dy: { read: size.matrix },
    x: { read: size.matrix },
    gamma: { read: size.channels },
    beta: { read: size.channels },
    stats: { read: size.stats, sample: statsSample },
    sums: { write: perShard },
    partial: { scratch: shardPartial },
  },
  flops: (p) => 5 * p.rows * p.channels,
  bytes: (p) => 8 * p.rows * p.channels,
  passes: shardPasses,
  tolerance: {
    absolute: 2e-5,
    relative: 1e-5,
    because: "sums of up to 1500 float32 products that cancel",
  },
});
