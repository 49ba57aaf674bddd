/**
 * Codes of the reductions, for the parameter `op`. The sums are multiplied by `scale`, so 1 / axis gives means;
 * max and min ignore it, and are NaN where an element is.
 */
export declare const reduceOps: {
    readonly sum: 0;
    readonly max: 1;
    readonly min: 2;
    readonly sum_of_squares: 3;
};
export type ReduceOp = keyof typeof reduceOps;
export interface Params {
    readonly outer: number;
    readonly axis: number;
    readonly inner: number;
    readonly x_offset: number;
    readonly outer_stride: number;
    readonly op: number;
    readonly scale: number;
}
/**
 * The parameters of a whole dense tensor. Of one outer index alone nothing reads the stride, which might not fit
 * into 32 bits.
 */
export declare function denseView(outer: number, axis: number, inner: number): {
    outer: number;
    axis: number;
    inner: number;
    x_offset: number;
    outer_stride: number;
};
/** x begins `x_offset` elements into its binding, and `outer_stride` separate one outer index from the next. */
export declare const reduce: import("./kernel.js").Kernel<{
    readonly outer: "u32";
    readonly axis: "u32";
    readonly inner: "u32";
    readonly x_offset: "u32";
    readonly outer_stride: "u32";
    readonly op: "u32";
    readonly scale: "f32";
}, {
    readonly x: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly outer: "u32";
            readonly axis: "u32";
            readonly inner: "u32";
            readonly x_offset: "u32";
            readonly outer_stride: "u32";
            readonly op: "u32";
            readonly scale: "f32";
        }>) => number;
        readonly sample: import("./sample.js").Sampler<import("./kernel.js").ParamValues<{
            readonly outer: "u32";
            readonly axis: "u32";
            readonly inner: "u32";
            readonly x_offset: "u32";
            readonly outer_stride: "u32";
            readonly op: "u32";
            readonly scale: "f32";
        }>>;
    };
    readonly y: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly outer: "u32";
            readonly axis: "u32";
            readonly inner: "u32";
            readonly x_offset: "u32";
            readonly outer_stride: "u32";
            readonly op: "u32";
            readonly scale: "f32";
        }>) => number;
    };
    readonly partial: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly outer: "u32";
            readonly axis: "u32";
            readonly inner: "u32";
            readonly x_offset: "u32";
            readonly outer_stride: "u32";
            readonly op: "u32";
            readonly scale: "f32";
        }>) => number;
    };
}>;
/**
 * Index of each row's largest element; of equal ones, the first. NaN counts as larger than every number, as in
 * NumPy and PyTorch, so a row with NaN gives the index of its first NaN.
 */
export declare const argmax: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
}, {
    readonly x: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
        }>) => number;
    };
    readonly index: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
        }>) => number;
        readonly dtype: "u32";
    };
}>;
