/** Also writes each row's statistics, which the derivative needs. */
export declare const layerNormForward: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    readonly epsilon: "f32";
}, {
    readonly x: {
        readonly read: (p: {
            rows: number;
            cols: number;
        }) => number;
        readonly sample: import("./sample.js").Sampler<import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly epsilon: "f32";
        }>>;
    };
    readonly gamma: {
        readonly read: (p: {
            cols: number;
        }) => number;
    };
    readonly beta: {
        readonly read: (p: {
            cols: number;
        }) => number;
    };
    readonly y: {
        readonly write: (p: {
            rows: number;
            cols: number;
        }) => number;
    };
    readonly stats: {
        readonly write: (p: {
            rows: number;
        }) => number;
    };
}>;
/** Gradients for x, gamma and beta, from the statistics that the forward kernel wrote. */
export declare const layerNormBackward: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
}, {
    readonly dy: {
        readonly read: (p: {
            rows: number;
            cols: number;
        }) => number;
    };
    readonly x: {
        readonly read: (p: {
            rows: number;
            cols: number;
        }) => number;
    };
    readonly gamma: {
        readonly read: (p: {
            cols: number;
        }) => number;
    };
    readonly stats: {
        readonly read: (p: {
            rows: number;
        }) => number;
        readonly sample: import("./sample.js").Sampler<import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
        }>>;
    };
    readonly dx: {
        readonly write: (p: {
            rows: number;
            cols: number;
        }) => number;
    };
    readonly dgamma: {
        readonly write: (p: {
            cols: number;
        }) => number;
    };
    readonly dbeta: {
        readonly write: (p: {
            cols: number;
        }) => number;
    };
    readonly partial: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
        }>) => number;
    };
}>;
