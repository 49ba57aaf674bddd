/** Filters of images that are a product of a filter along columns and the same one along rows. */
import { type ParamValues } from "./kernel.js";
declare const params: {
    /** Images, or channels of images, one after the other. */
    maps: "u32";
    height: "u32";
    width: "u32";
    /** Length of the filter, an odd number. */
    taps: "u32";
};
type Params = ParamValues<typeof params>;
/** y[m, h, w] is the sum of x around (h, w), weighted with `weights` along both axes. Outside of the image x is 0. */
export declare const separableFilter: import("./kernel.js").Kernel<{
    /** Images, or channels of images, one after the other. */
    maps: "u32";
    height: "u32";
    width: "u32";
    /** Length of the filter, an odd number. */
    taps: "u32";
}, {
    readonly x: {
        readonly read: (p: Params) => number;
    };
    readonly weights: {
        readonly read: (p: ParamValues<{
            /** Images, or channels of images, one after the other. */
            maps: "u32";
            height: "u32";
            width: "u32";
            /** Length of the filter, an odd number. */
            taps: "u32";
        }>) => number;
    };
    readonly columns: {
        readonly scratch: (p: Params) => number;
    };
    readonly y: {
        readonly write: (p: Params) => number;
    };
}>;
/** A Gaussian of `taps` values, whose sum is 1. */
export declare function gaussianFilter(taps: number, sigma: number): Float32Array<ArrayBuffer>;
export {};
