import { type Sampler } from "./sample.js";
interface Sizes {
    readonly batch: number;
    readonly positions: number;
    readonly channels: number;
    readonly groups: number;
}
/** Also writes each group's statistics, which the derivative needs. */
export declare const groupNormForward: import("./kernel.js").Kernel<{
    readonly batch: "u32";
    readonly positions: "u32";
    readonly channels: "u32";
    readonly groups: "u32";
    readonly epsilon: "f32";
}, {
    readonly x: {
        readonly read: (p: Sizes) => number;
        readonly sample: Sampler<import("./kernel.js").ParamValues<{
            readonly batch: "u32";
            readonly positions: "u32";
            readonly channels: "u32";
            readonly groups: "u32";
            readonly epsilon: "f32";
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
    readonly partial: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly batch: "u32";
            readonly positions: "u32";
            readonly channels: "u32";
            readonly groups: "u32";
            readonly epsilon: "f32";
        }>) => number;
    };
}>;
/** Gradients for x, gamma and beta, from the statistics that the forward kernel wrote. */
export declare const groupNormBackward: import("./kernel.js").Kernel<{
    readonly batch: "u32";
    readonly positions: "u32";
    readonly channels: "u32";
    readonly groups: "u32";
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
    readonly stats: {
        readonly read: (p: Sizes) => number;
        readonly sample: Sampler<Sizes>;
    };
    readonly dx: {
        readonly write: (p: Sizes) => number;
    };
    readonly dgamma: {
        readonly write: (p: Sizes) => number;
    };
    readonly dbeta: {
        readonly write: (p: Sizes) => number;
    };
    readonly partial: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly batch: "u32";
            readonly positions: "u32";
            readonly channels: "u32";
            readonly groups: "u32";
        }>) => number;
    };
}>;
export {};
