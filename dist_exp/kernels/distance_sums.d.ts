/** Points of one sum. */
export declare const DISTANCE_SUM_BLOCK = 256;
/**
 * sums[b, n] is the sum of the Euclidean distances of row n to the points of block b: rows of x from `first` on,
 * `count` of them, in blocks of `DISTANCE_SUM_BLOCK`. Distances are computed from differences.
 */
export declare const distanceSums: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    readonly first: "u32";
    readonly count: "u32";
}, {
    readonly x: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly first: "u32";
            readonly count: "u32";
        }>) => number;
    };
    readonly sums: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly first: "u32";
            readonly count: "u32";
        }>) => number;
    };
}>;
