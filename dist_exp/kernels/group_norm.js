/**
 * Group normalisation (Wu and He 2018), as PyTorch's GroupNorm with channels last: in each sample, the channels of a
 * group are normalised together over all positions, y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, with the
 * biased variance.
 *
 * x is [batch, positions, channels]; the channels of a group are neighbours.
 */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { normal } from "./sample.js";
const size = {
    tensor: (p) => p.batch * p.positions * p.channels,
    channels: (p) => p.channels,
    // All means [batch, groups], then the reciprocal standard deviations.
    stats: (p) => 2 * p.batch * p.groups,
};
/** Positions of one invocation, and of one partial sum. */
const BLOCK = 32;
const blocks = (p) => Math.ceil(p.positions / BLOCK);
const constants = { BLOCK };
const WORKGROUP = 64;
const blockPass = (entry, p) => ({
    entry,
    constants,
    grid: linearGrid(groups(p.batch * blocks(p) * p.channels, WORKGROUP)),
});
const groupPass = (entry, p) => ({ entry, constants, grid: linearGrid(p.batch * p.groups) });
const statsSample = (random, p, index) => index < p.batch * p.groups ? random.normal() : 0.5 + random.uniform();
/** Also writes each group's statistics, which the derivative needs. */
export const groupNormForward = kernel({
    name: "group_norm_forward",
    params: { batch: u32, positions: u32, channels: u32, groups: u32, epsilon: f32 },
    bindings: {
        x: { read: size.tensor, sample: normal(3, 2) },
        gamma: { read: size.channels },
        beta: { read: size.channels },
        y: { write: size.tensor },
        stats: { write: size.stats },
        partial: { scratch: (p) => 2 * p.batch * blocks(p) * p.channels },
    },
    flops: (p) => 8 * size.tensor(p),
    bytes: (p) => 8 * size.tensor(p),
    passes: (p) => [blockPass("partials", p), groupPass("finish", p), blockPass("normalize", p)],
    tolerance: {
        absolute: 2e-5,
        relative: 2e-5,
        because: "the mean is rounded to float32: half a unit in the last place of 100, over a deviation of 1",
    },
});
/** Gradients for x, gamma and beta, from the statistics that the forward kernel wrote. */
export const groupNormBackward = kernel({
    name: "group_norm_backward",
    params: { batch: u32, positions: u32, channels: u32, groups: u32 },
    bindings: {
        dy: { read: size.tensor },
        x: { read: size.tensor },
        gamma: { read: size.channels },
        stats: { read: size.stats, sample: statsSample },
        dx: { write: size.tensor },
        dgamma: { write: size.channels },
        dbeta: { write: size.channels },
        // Sums of blocks [batch, blocks, 2, channels], then of groups [batch, groups, 2].
        partial: { scratch: (p) => 2 * p.batch * (blocks(p) * p.channels + p.groups) },
    },
    flops: (p) => 16 * size.tensor(p),
    bytes: (p) => 12 * size.tensor(p),
    passes: (p) => [
        blockPass("partials", p),
        groupPass("group_sums", p),
        { entry: "parameters", constants, grid: linearGrid(p.channels) },
        blockPass("input", p),
    ],
    tolerance: {
        absolute: 5e-5,
        relative: 2e-5,
        because: "sums of up to 3000 float32 products that cancel",
    },
});
//# sourceMappingURL=group_norm.js.map