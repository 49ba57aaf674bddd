/**
 * Codes of the functions, for the parameter `op`. The ones ending in `_scalar`, `leaky_relu` (slope left of
 * zero), `elu` (minus the limit on the left), `clamp_min` (the minimum) and `clamp_max` (the maximum) use the
 * parameter `alpha`. `gelu` is the form with the error function, `gelu_tanh` its approximation.
 */
export declare const unaryOps: {
    readonly neg: 0;
    readonly abs: 1;
    readonly square: 2;
    readonly sqrt: 3;
    readonly rsqrt: 4;
    readonly exp: 5;
    readonly log: 6;
    readonly tanh: 7;
    readonly sigmoid: 8;
    readonly relu: 9;
    readonly leaky_relu: 10;
    readonly reciprocal: 11;
    readonly add_scalar: 12;
    readonly mul_scalar: 13;
    readonly pow_scalar: 14;
    readonly clamp_min: 15;
    readonly sign: 16;
    readonly gelu: 17;
    readonly gelu_tanh: 18;
    readonly silu: 19;
    readonly softplus: 20;
    readonly elu: 21;
    readonly clamp_max: 22;
};
export type UnaryOp = keyof typeof unaryOps;
export declare const names: UnaryOp[];
/** Which of the forward kernel's buffers the derivative of `op` reads; the other may be any buffer. */
export declare function unaryBackwardReads(op: UnaryOp): "x" | "y" | "neither";
export interface Params {
    readonly count: number;
    readonly op: number;
    readonly alpha: number;
}
export declare const positive: import("./sample.js").Sampler<Params>;
export declare const unaryForward: import("./kernel.js").Kernel<{
    readonly count: "u32";
    readonly op: "u32";
    readonly alpha: "f32";
}, {
    readonly x: {
        readonly read: (p: Params) => number;
    };
    readonly y: {
        readonly write: (p: Params) => number;
    };
}>;
/** Reads x or y as `unaryBackwardReads` says; derivatives at a corner are PyTorch's (0 for abs, relu and sign). */
export declare const unaryBackward: import("./kernel.js").Kernel<{
    readonly count: "u32";
    readonly op: "u32";
    readonly alpha: "f32";
}, {
    readonly dy: {
        readonly read: (p: Params) => number;
    };
    readonly x: {
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
