interface Params {
    readonly rows: number;
    readonly cols: number;
    readonly count: number;
}
/** y[i] = x[index[i]]: x [rows, cols], y [count, cols]; a row of NaN where an index is not below `rows`. */
export declare const gatherRows: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    readonly count: "u32";
}, {
    readonly x: {
        readonly read: (p: Params) => number;
    };
    readonly index: {
        readonly read: (p: Params) => number;
        readonly dtype: "u32";
        readonly sample: import("./sample.js").Sampler<Params>;
        readonly indices: {
            readonly below: (p: Params) => number;
            readonly message: (value: number, position: number, rows: number) => string;
        };
    };
    readonly y: {
        readonly write: (p: Params) => number;
    };
}>;
/**
 * dx[r] = sum of dy[i] over index[i] = r, in the order of i: rows that are never
 * picked become zero, and an index that is not below `rows` adds to none. Each output scans the index list, so that no two write to one place.
 */
export declare const scatterAddRows: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    readonly count: "u32";
}, {
    readonly dy: {
        readonly read: (p: Params) => number;
    };
    readonly index: {
        readonly read: (p: Params) => number;
        readonly dtype: "u32";
        readonly sample: import("./sample.js").Sampler<Params>;
        readonly indices: {
            readonly below: (p: Params) => number;
            readonly message: (value: number, position: number, rows: number) => string;
        };
    };
    readonly dx: {
        readonly write: (p: Params) => number;
    };
}>;
export {};
