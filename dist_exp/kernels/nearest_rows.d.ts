import type { Sampler } from "./sample.js";
interface Shape {
    readonly rows: number;
    readonly points: number;
    readonly cols: number;
    readonly keep: number;
    readonly own: number;
    readonly start: number;
}
/**
 * For each query q the `keep` points c with the greatest scores q c - half_norms[c], descending, of equal scores the
 * smaller number first. With half_norms of |c|^2 / 2 those are the nearest, but for rounding. `own`: the queries are
 * the points (rows = points), and none counts itself. There are at least `keep` points (besides the query itself).
 */
export declare const nearestRows: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly points: "u32";
    readonly cols: "u32";
    readonly keep: "u32";
    readonly own: "u32";
    readonly start: "u32";
}, {
    readonly queries: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly points: "u32";
            readonly cols: "u32";
            readonly keep: "u32";
            readonly own: "u32";
            readonly start: "u32";
        }>) => number;
        readonly sample: Sampler<Shape>;
    };
    readonly x: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly points: "u32";
            readonly cols: "u32";
            readonly keep: "u32";
            readonly own: "u32";
            readonly start: "u32";
        }>) => number;
        readonly sample: Sampler<Shape>;
    };
    readonly half_norms: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly points: "u32";
            readonly cols: "u32";
            readonly keep: "u32";
            readonly own: "u32";
            readonly start: "u32";
        }>) => number;
        readonly sample: (_: import("../index.js").Random, _p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly points: "u32";
            readonly cols: "u32";
            readonly keep: "u32";
            readonly own: "u32";
            readonly start: "u32";
        }>, index: number) => number;
    };
    readonly index: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly points: "u32";
            readonly cols: "u32";
            readonly keep: "u32";
            readonly own: "u32";
            readonly start: "u32";
        }>) => number;
        readonly dtype: "u32";
    };
    readonly score: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly points: "u32";
            readonly cols: "u32";
            readonly keep: "u32";
            readonly own: "u32";
            readonly start: "u32";
        }>) => number;
    };
}>;
export {};
