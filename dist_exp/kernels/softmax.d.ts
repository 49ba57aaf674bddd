export interface Params {
    readonly rows: number;
    readonly cols: number;
}
/**
 * y[n, c] = exp(scale x[n, c]) / sum over c of exp(scale x[n, c]). Minus infinity gives 0; a row of nothing else, NaN.
 * With `causal` above 0, the rows of each matrix of so many see one column in the first row and one more in each that
 * follows; what they do not see is as minus infinity.
 */
export declare const softmaxForward: import("./kernel.js").Kernel<{
    readonly causal: "u32";
    /** Multiplies x first; above 0. */
    readonly scale: "f32";
    readonly rows: "u32";
    readonly cols: "u32";
}, {
    readonly x: {
        readonly read: (p: Params) => number;
        readonly sample: import("./sample.js").Sampler<Params>;
    };
    readonly y: {
        readonly write: (p: Params) => number;
    };
}>;
/** dx = scale y (dy - sum of dy y), where y is the softmax. */
export declare const softmaxBackward: import("./kernel.js").Kernel<{
    /** Multiplies x first; above 0. */
    readonly scale: "f32";
    readonly rows: "u32";
    readonly cols: "u32";
}, {
    readonly dy: {
        readonly read: (p: Params) => number;
    };
    readonly y: {
        readonly read: (p: Params) => number;
        readonly sample: import("./sample.js").Sampler<Params>;
    };
    readonly dx: {
        readonly write: (p: Params) => number;
    };
}>;
/** y[n, c] = x[n, c] - log(sum over c of exp(x[n, c])). */
export declare const logSoftmaxForward: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
}, {
    readonly x: {
        readonly read: (p: Params) => number;
        readonly sample: import("./sample.js").Sampler<Params>;
    };
    readonly y: {
        readonly write: (p: Params) => number;
    };
}>;
/** dx = dy - exp(y) sum of dy, where y is the log-softmax. */
export declare const logSoftmaxBackward: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
}, {
    readonly dy: {
        readonly read: (p: Params) => number;
    };
    readonly y: {
        readonly read: (p: Params) => number;
        readonly sample: import("./sample.js").Sampler<Params>;
    };
    readonly dx: {
        readonly write: (p: Params) => number;
    };
}>;
