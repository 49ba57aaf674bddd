import { type Sampler } from "./sample.js";
interface Sizes {
    readonly rows: number;
    readonly channels: number;
}
/**
 * Normalises by the batch, writes its statistics (mean, 1 / sqrt(variance + epsilon)) for the
 * derivative, and moves the running mean and unbiased variance by `momentum` towards it.
 * A batch of one row counts with variance zero.
 */
export declare const batchNormForward: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly channels: "u32";
    readonly relu: "u32";
    readonly epsilon: "f32";
    readonly momentum: "f32";
}, {
    readonly x: {
        readonly read: (p: Sizes) => number;
        readonly sample: Sampler<import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly channels: "u32";
            readonly relu: "u32";
            readonly epsilon: "f32";
            readonly momentum: "f32";
        }>>;
    };
    readonly gamma: {
        readonly read: (p: Sizes) => number;
    };
    readonly beta: {
        readonly read: (p: Sizes) => number;
    };
    readonly y: {
        readonly write: (p: Sizes) => number;
    };
    readonly stats: {
        readonly write: (p: Sizes) => number;
    };
    readonly running: {
        readonly readWrite: (p: Sizes) => number;
        readonly sample: Sampler<import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly channels: "u32";
            readonly relu: "u32";
            readonly epsilon: "f32";
            readonly momentum: "f32";
        }>>;
    };
    readonly partial: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly channels: "u32";
            readonly relu: "u32";
            readonly epsilon: "f32";
            readonly momentum: "f32";
        }>) => number;
    };
}>;
/** Normalises by the running mean and variance. */
export declare const batchNormInference: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly channels: "u32";
    readonly relu: "u32";
    readonly epsilon: "f32";
}, {
    readonly x: {
        readonly read: (p: Sizes) => number;
    };
    readonly gamma: {
        readonly read: (p: Sizes) => number;
    };
    readonly beta: {
        readonly read: (p: Sizes) => number;
    };
    readonly running: {
        readonly read: (p: Sizes) => number;
        readonly sample: Sampler<import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly channels: "u32";
            readonly relu: "u32";
            readonly epsilon: "f32";
        }>>;
    };
    readonly y: {
        readonly write: (p: Sizes) => number;
    };
}>;
/** Gradients of gamma and beta. With `relu`, what it let through is found from x again. */
export declare const batchNormBackwardParams: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly channels: "u32";
    readonly relu: "u32";
}, {
    readonly dy: {
        readonly read: (p: Sizes) => number;
    };
    readonly x: {
        readonly read: (p: Sizes) => number;
    };
    readonly gamma: {
        readonly read: (p: Sizes) => number;
    };
    readonly beta: {
        readonly read: (p: Sizes) => number;
    };
    readonly stats: {
        readonly read: (p: Sizes) => number;
        readonly sample: Sampler<Sizes>;
    };
    readonly dgamma: {
        readonly write: (p: Sizes) => number;
    };
    readonly dbeta: {
        readonly write: (p: Sizes) => number;
    };
    readonly partial: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly channels: "u32";
            readonly relu: "u32";
        }>) => number;
    };
}>;
/** Gradient of x, from the sums that `batchNormBackwardParams` wrote. */
export declare const batchNormBackwardInput: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly channels: "u32";
    readonly relu: "u32";
}, {
    readonly dy: {
        readonly read: (p: Sizes) => number;
    };
    readonly x: {
        readonly read: (p: Sizes) => number;
    };
    readonly gamma: {
        readonly read: (p: Sizes) => number;
    };
    readonly beta: {
        readonly read: (p: Sizes) => number;
    };
    readonly stats: {
        readonly read: (p: Sizes) => number;
        readonly sample: Sampler<Sizes>;
    };
    readonly dgamma: {
        readonly read: (p: Sizes) => number;
        readonly sample: Sampler<import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly channels: "u32";
            readonly relu: "u32";
        }>>;
    };
    readonly dbeta: {
        readonly read: (p: Sizes) => number;
        readonly sample: Sampler<import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly channels: "u32";
            readonly relu: "u32";
        }>>;
    };
    readonly dx: {
        readonly write: (p: Sizes) => number;
    };
}>;
export {};
