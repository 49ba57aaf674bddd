/** Cross-entropy of logits with class indices, one loss per row, as PyTorch's. */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { integers, normal, uniform } from "./sample.js";
const params = {
    rows: u32,
    cols: u32,
    /** 1: `weight` holds a factor for each class; else it may be any buffer, and the factors are 1. */
    weighted: u32,
    /** Share of the target that all classes have in equal parts. */
    smoothing: f32,
    /** 1: rows with the label `ignored` do not count. */
    ignores: u32,
    ignored: u32,
};
const matrix = (p) => p.rows * p.cols;
const rows = (p) => p.rows;
const logits = { read: matrix, sample: normal(0, 3) };
const labels = {
    read: rows,
    dtype: "u32",
    sample: integers(0, (p) => p.cols),
    indices: {
        below: (p) => p.cols,
        except: (p) => (p.ignores ? p.ignored : null),
        message: (value, position, classes) => `crossEntropy: label ${value} at row ${position}, of ${classes} classes: labels are 0 to ${classes - 1}`,
    },
};
const weight = { read: (p) => (p.weighted ? p.cols : 1), sample: uniform(0.1, 2) };
const WORKGROUP = 64;
const passes = (p) => [{ entry: "main", grid: linearGrid(groups(p.rows, WORKGROUP)) }];
/**
 * loss[n] = (1 - smoothing) w[l] (-log p[l]) + smoothing / cols * sum over c of w[c] (-log p[c]), where p is the softmax
 * of row n, l its label and w the weights; 0 where the row is ignored, NaN where there is no such class.
 * counted[n], what the row counts in a mean, is w[l], 0 or NaN.
 */
export const crossEntropyForward = kernel({
    name: "cross_entropy_forward",
    params,
    bindings: { logits, labels, weight, loss: { write: rows }, counted: { write: rows } },
    flops: (p) => 4 * matrix(p),
    bytes: (p) => 4 * matrix(p) + 12 * p.rows,
    passes,
    tolerance: {
        absolute: 1e-5,
        relative: 1e-5,
        because: "a float32 sum of up to 131 exponentials, a logarithm",
    },
});
/**
 * dlogits[n, c] = dloss[n] ((a + b W) p[c] - b w[c] - a [c = l]) with a = (1 - smoothing) w[l], b = smoothing / cols and
 * W the sum of the weights; 0 where the row is ignored, NaN where there is no such class.
 */
export const crossEntropyBackward = kernel({
    name: "cross_entropy_backward",
    params,
    bindings: { dloss: { read: rows }, logits, labels, weight, dlogits: { write: matrix } },
    flops: (p) => 6 * matrix(p),
    bytes: (p) => 8 * matrix(p) + 8 * p.rows,
    passes,
    tolerance: {
        absolute: 1e-6,
        relative: 1e-5,
        because: "a float32 sum of up to 131 exponentials, a division",
    },
});
//# sourceMappingURL=cross_entropy.js.map