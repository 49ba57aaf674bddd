/** Local binary patterns (Ojala, Pietikäinen and Mäenpää 2002). */
import { type ParamValues } from "./kernel.js";
/** Which number a pattern gets, numbered as in the shader. */
export declare const lbpMethods: {
    readonly default: 0;
    readonly uniform: 1;
    readonly nri_uniform: 2;
};
declare const params: {
    batch: "u32";
    height: "u32";
    width: "u32";
    /** Points of the circle, from 1 to 24. */
    points: "u32";
    /** Of the circle, in pixels. */
    radius: "f32";
    /** One of `lbpMethods`. */
    method: "u32";
};
type Params = ParamValues<typeof params>;
/** Patterns that a method tells apart. */
export declare function lbpPatterns(method: number, points: number): number;
/**
 * Where the points lie, [P, 4]: rows and columns of the pixel above and left, and the shares of the ones below and
 * right. Rounded to five digits, as in scikit-image.
 */
export declare function lbpPoints(points: number, radius: number): Float32Array<ArrayBuffer>;
/**
 * The pattern of each pixel of x [B, H, W]: which points of the circle around it, between pixels by bilinear
 * interpolation and 0 outside of the image, are no darker than the pixel. A point darker by less than 2^-20, which
 * rounding alone may do, counts as equal.
 */
export declare const lbpCodes: import("./kernel.js").Kernel<{
    batch: "u32";
    height: "u32";
    width: "u32";
    /** Points of the circle, from 1 to 24. */
    points: "u32";
    /** Of the circle, in pixels. */
    radius: "f32";
    /** One of `lbpMethods`. */
    method: "u32";
}, {
    readonly x: {
        readonly read: (p: Params) => number;
    };
    /** See `lbpPoints`. */
    readonly circle: {
        readonly read: (p: ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            /** Points of the circle, from 1 to 24. */
            points: "u32";
            /** Of the circle, in pixels. */
            radius: "f32";
            /** One of `lbpMethods`. */
            method: "u32";
        }>) => number;
        readonly sample: (_: import("../index.js").Random, p: ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            /** Points of the circle, from 1 to 24. */
            points: "u32";
            /** Of the circle, in pixels. */
            radius: "f32";
            /** One of `lbpMethods`. */
            method: "u32";
        }>, i: number) => number;
    };
    readonly y: {
        readonly write: (p: Params) => number;
    };
}>;
export {};
