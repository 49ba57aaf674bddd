import { type Axis } from "./strides.js";
export interface Params {
    readonly size0: number;
    readonly size1: number;
    readonly size2: number;
    readonly size3: number;
    readonly x_offset: number;
    readonly x_stride0: number;
    readonly x_stride1: number;
    readonly x_stride2: number;
    readonly x_stride3: number;
    readonly y_offset: number;
    readonly y_stride0: number;
    readonly y_stride1: number;
    readonly y_stride2: number;
    readonly y_stride3: number;
}
/** Strides are in the order x, y. */
export declare function toParams(axes: readonly Axis[], x_offset: number, y_offset: number): Params;
/** y[y_offset + sum of i * y_stride] = x[x_offset + sum of i * x_stride], for i within the sizes; the rest of y stays. */
export declare const stridedCopy: import("./kernel.js").Kernel<{
    readonly size0: "u32";
    readonly size1: "u32";
    readonly size2: "u32";
    readonly size3: "u32";
    readonly x_offset: "u32";
    readonly x_stride0: "u32";
    readonly x_stride1: "u32";
    readonly x_stride2: "u32";
    readonly x_stride3: "u32";
    readonly y_offset: "u32";
    readonly y_stride0: "u32";
    readonly y_stride1: "u32";
    readonly y_stride2: "u32";
    readonly y_stride3: "u32";
}, {
    readonly x: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly size0: "u32";
            readonly size1: "u32";
            readonly size2: "u32";
            readonly size3: "u32";
            readonly x_offset: "u32";
            readonly x_stride0: "u32";
            readonly x_stride1: "u32";
            readonly x_stride2: "u32";
            readonly x_stride3: "u32";
            readonly y_offset: "u32";
            readonly y_stride0: "u32";
            readonly y_stride1: "u32";
            readonly y_stride2: "u32";
            readonly y_stride3: "u32";
        }>) => number;
    };
    readonly y: {
        readonly readWrite: (p: import("./kernel.js").ParamValues<{
            readonly size0: "u32";
            readonly size1: "u32";
            readonly size2: "u32";
            readonly size3: "u32";
            readonly x_offset: "u32";
            readonly x_stride0: "u32";
            readonly x_stride1: "u32";
            readonly x_stride2: "u32";
            readonly x_stride3: "u32";
            readonly y_offset: "u32";
            readonly y_stride0: "u32";
            readonly y_stride1: "u32";
            readonly y_stride2: "u32";
            readonly y_stride3: "u32";
        }>) => number;
    };
}>;
