interface Params {
    readonly rows: number;
    readonly others: number;
    readonly edges: number;
    readonly components: number;
}
/** Positions have this many components at most. */
export declare const MOST_COMPONENTS = 16;
/**
 * y'_i = y_i + r (pull * sum over sampled edges j of attraction + sum over drawn k of repulsion):
 * attraction = clip(-2 a b d^(b - 1) / (1 + a d^b) (y_i - z_j)), repulsion = clip(2 b / ((0.001 + d) (1 + a d^b)) (y_i - z_k)),
 * clip to -4 .. 4, both 0 where d is 0.
 *
 * Edges of row i are `starts[i]` to `starts[i + 1] - 1`; edge e is sampled in the epochs n in which
 * floor((n + 1) chance[e]) differs from floor(n chance[e]). For each sampled edge `negatives` rows k are drawn: draw m
 * of row i is word m % 4 of the Philox block with key (seed, epoch) and counter (m / 4, i, 0, 0), times `others`, its
 * upper 32 bits. A row is NaN where its starts are more than `edges`, or a sampled edge leads to no row.
 */
export declare const umapStep: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly others: "u32";
    readonly edges: "u32";
    readonly components: "u32";
    readonly epoch: "u32";
    readonly negatives: "u32";
    readonly seed: "u32";
    readonly a: "f32";
    readonly b: "f32";
    readonly rate: "f32";
    readonly pull: "f32";
}, {
    readonly y: {
        readonly read: (p: Params) => number;
    };
    readonly z: {
        readonly read: (p: Params) => number;
    };
    readonly starts: {
        readonly read: (p: Params) => number;
        readonly dtype: "u32";
        readonly sample: (_: import("../index.js").Random, p: Params, i: number) => number;
        readonly indices: {
            readonly below: (p: Params) => number;
            readonly message: (value: number, position: number, below: number) => string;
        };
    };
    readonly targets: {
        readonly read: (p: Params) => number;
        readonly dtype: "u32";
        readonly sample: import("./sample.js").Sampler<Params>;
        readonly indices: {
            readonly below: (p: Params) => number;
            readonly message: (value: number, position: number, below: number) => string;
        };
    };
    readonly chance: {
        readonly read: (p: Params) => number;
        readonly sample: import("./sample.js").Sampler<Params>;
    };
    readonly moved: {
        readonly write: (p: Params) => number;
    };
}>;
export {};
