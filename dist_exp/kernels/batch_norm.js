/**
 * Batch normalisation over the rows of each channel (Ioffe and Szegedy 2015), as
 * PyTorch's BatchNorm: y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, with
 * the biased variance of the batch, or the running statistics. With `relu` = 1 the
 * kernels also apply max(0, y), and its derivative.
 *
 * x is [rows, channels]; for images, rows = B * H * W.
 */
import { f32, kernel, linearGrid, u32 } from "./kernel.js";
import { normal, uniform } from "./sample.js";
const size = {
    matrix: (p) => p.rows * p.channels,
    channels: (p) => p.channels,
    // All channels' means, then their reciprocal standard deviations; or means and variances.
    stats: (p) => 2 * p.channels,
};
/** Rows of one invocation, and of one partial sum. */
const ROW_BLOCK = 32;
const blocks = (p) => Math.ceil(p.rows / ROW_BLOCK);
/** Grid for one invocation per channel and block of rows. */
const blockGrid = (p) => linearGrid(Math.ceil((blocks(p) * p.channels) / 64));
const blockPass = (entry, p) => ({ entry, grid: blockGrid(p), constants: { ROW_BLOCK } });
const finishPass = (p) => ({
    entry: "finish",
    grid: linearGrid(p.channels),
    constants: { ROW_BLOCK },
});
const statsSample = (random, p, index) => index < p.channels ? random.normal() : 0.5 + random.uniform();
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
    passes: (p) => [blockPass("partials", p), finishPass(p), blockPass("normalize", p)],
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
/** Gradient of x, from the sums that `batchNormBackwardParams` wrote. */
export const batchNormBackwardInput = kernel({
    name: "batch_norm_backward_input",
    params: { rows: u32, channels: u32, relu: u32 },
    bindings: {
        dy: { read: size.matrix },
        x: { read: size.matrix },
        gamma: { read: size.channels },
        beta: { read: size.channels },
        stats: { read: size.stats, sample: statsSample },
        dgamma: { read: size.channels, sample: normal(0, (p) => Math.sqrt(p.rows)) },
        dbeta: { read: size.channels, sample: normal(0, (p) => Math.sqrt(p.rows)) },
        dx: { write: size.matrix },
    },
    flops: (p) => 8 * p.rows * p.channels,
    bytes: (p) => 12 * p.rows * p.channels,
    passes: (p) => [blockPass("main", p)],
    tolerance: { absolute: 5e-6, relative: 2e-6, because: "a handful of float32 roundings that may cancel" },
});
//# sourceMappingURL=batch_norm.js.map