/**
 * Layer normalisation over the last axis (Ba, Kiros and Hinton 2016), as
 * PyTorch's LayerNorm: y = (x - mean) / sqrt(variance + epsilon) * gamma + beta,
 * with the biased variance.
 */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { normal, uniform } from "./sample.js";
const sizes = {
    matrix: (p) => p.rows * p.cols,
    columns: (p) => p.cols,
    // The rows' means, then their reciprocal standard deviations.
    stats: (p) => 2 * p.rows,
};
/** Also writes each row's statistics, which the derivative needs. */
export const layerNormForward = kernel({
    name: "layer_norm_forward",
    params: { rows: u32, cols: u32, epsilon: f32 },
    bindings: {
        x: { read: sizes.matrix, sample: normal(3, 2) },
        gamma: { read: sizes.columns },
        beta: { read: sizes.columns },
        y: { write: sizes.matrix },
        stats: { write: sizes.stats },
    },
    flops: (p) => 8 * p.rows * p.cols,
    bytes: (p) => 8 * p.rows * p.cols,
    passes: (p) => [{ entry: "main", grid: linearGrid(p.rows) }],
    tolerance: {
        absolute: 2e-5,
        relative: 2e-5,
        because: "a mean of float32, rounded at 100, beside a deviation of 1; one reciprocal square root",
    },
});
/** Rows of one partial sum for gamma's and beta's gradients. */
const ROW_BLOCK = 32;
/** Gradients for x, gamma and beta, from the statistics that the forward kernel wrote. */
export const layerNormBackward = kernel({
    name: "layer_norm_backward",
    params: { rows: u32, cols: u32 },
    bindings: {
        dy: { read: sizes.matrix },
        x: { read: sizes.matrix },
        gamma: { read: sizes.columns },
        stats: { read: sizes.stats, sample: uniform(0.5, 1.5) },
        dx: { write: sizes.matrix },
        dgamma: { write: sizes.columns },
        dbeta: { write: sizes.columns },
        partial: { scratch: (p) => 2 * p.cols * Math.ceil(p.rows / ROW_BLOCK) },
    },
    flops: (p) => 16 * p.rows * p.cols,
    bytes: (p) => 12 * p.rows * p.cols,
    passes: (p) => [
        { entry: "input", grid: linearGrid(p.rows), constants: { ROW_BLOCK } },
        { entry: "partials", grid: [groups(p.cols, 64), groups(p.rows, ROW_BLOCK)], constants: { ROW_BLOCK } },
        { entry: "finish", grid: [groups(p.cols, 64)], constants: { ROW_BLOCK } },
    ],
    tolerance: {
        absolute: 5e-5,
        relative: 5e-5,
        because: "sums of up to 1025 float32 products that cancel",
    },
});
//# sourceMappingURL=layer_norm.js.map