/** Softmax and its logarithm along the rows of a matrix, and their derivatives from the results. */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { normal, uniform } from "./sample.js";
const params = { rows: u32, cols: u32 };
const scaledParams = {
    ...params,
    /** Multiplies x first; above 0. */
    scale: f32,
};
const matrix = (p) => p.rows * p.cols;
const WORKGROUP = 64;
/** Rows up to this length are left to one invocation each. */
const SHORT = 64;
const passes = (p) => [
    p.cols <= SHORT
        ? { entry: "short_rows", grid: linearGrid(groups(p.rows, WORKGROUP)) }
        : { entry: "rows", grid: linearGrid(p.rows) },
];
const x = { read: matrix, sample: normal(0, 3) };
/**
 * y[n, c] = exp(scale x[n, c]) / sum over c of exp(scale x[n, c]). Minus infinity gives 0; a row of nothing else, NaN.
 * With `causal` above 0, the rows of each matrix of so many see one column in the first row and one more in each that
 * follows; what they do not see is as minus infinity.
 */
export const softmaxForward = kernel({
    name: "softmax_forward",
    params: { ...scaledParams, causal: u32 },
    bindings: { x, y: { write: matrix } },
    flops: (p) => 5 * matrix(p),
    bytes: (p) => 8 * matrix(p),
    passes,
    tolerance: { absolute: 1e-7, relative: 5e-6, because: "exponentials of differences up to 20" },
});
/** dx = scale y (dy - sum of dy y), where y is the softmax. */
export const softmaxBackward = kernel({
    name: "softmax_backward",
    params: scaledParams,
    bindings: {
        dy: { read: matrix },
        y: { read: matrix, sample: uniform(0, 0.2) },
        dx: { write: matrix },
    },
    flops: (p) => 4 * matrix(p),
    bytes: (p) => 12 * matrix(p),
    passes,
    tolerance: { absolute: 1e-6, relative: 2e-6, because: "a float32 sum of up to 131 products that cancel" },
});
/** y[n, c] = x[n, c] - log(sum over c of exp(x[n, c])). */
export const logSoftmaxForward = kernel({
    name: "log_softmax_forward",
    params,
    bindings: { x, y: { write: matrix } },
    flops: (p) => 5 * matrix(p),
    bytes: (p) => 8 * matrix(p),
    passes,
    tolerance: {
        absolute: 2e-6,
        relative: 2e-6,
        because: "a logarithm of a float32 sum of up to 131 exponentials",
    },
});
/** dx = dy - exp(y) sum of dy, where y is the log-softmax. */
export const logSoftmaxBackward = kernel({
    name: "log_softmax_backward",
    params,
    bindings: {
        dy: { read: matrix },
        y: { read: matrix, sample: uniform(-9, 0) },
        dx: { write: matrix },
    },
    flops: (p) => 4 * matrix(p),
    bytes: (p) => 12 * matrix(p),
    passes,
    tolerance: { absolute: 1e-5, relative: 2e-6, because: "a float32 sum of up to 131 terms that cancel" },
});
//# sourceMappingURL=softmax.js.map