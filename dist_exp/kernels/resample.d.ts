/**
 * Images [B, H, W, C] at another size [B, OH, OW, C], as PyTorch's interpolate: each output pixel is a weighted mean of
 * a few neighbouring pixels, along both axes by the same rule. Positions are exact fractions of whole numbers, so
 * that every device reads the same pixels; an extent times its output's must be below 2^30.
 */
import { type ParamValues } from "./kernel.js";
/**
 * The rules, numbered as in the shaders: the pixel at floor(o * size / out); between the pixels beside
 * (o + 1/2) * size / out - 1/2; between those beside o * (size - 1) / (out - 1); and the mean of all pixels from
 * floor(o * size / out) to before ceil((o + 1) * size / out).
 */
export declare const resampleModes: {
    readonly nearest: 0;
    readonly bilinear: 1;
    readonly bilinearAligned: 2;
    readonly area: 3;
};
declare const params: {
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    out_height: "u32";
    out_width: "u32";
    /** One of `resampleModes`. */
    mode: "u32";
};
type Params = ParamValues<typeof params>;
/** y of x. */
export declare const resample2dForward: import("./kernel.js").Kernel<{
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    out_height: "u32";
    out_width: "u32";
    /** One of `resampleModes`. */
    mode: "u32";
}, {
    readonly x: {
        readonly read: (p: Params) => number;
    };
    readonly y: {
        readonly write: (p: Params) => number;
    };
}>;
/** dx is the sum of dy, weighted as x was, over the outputs that read it. */
export declare const resample2dBackward: import("./kernel.js").Kernel<{
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    out_height: "u32";
    out_width: "u32";
    /** One of `resampleModes`. */
    mode: "u32";
}, {
    readonly dy: {
        readonly read: (p: Params) => number;
    };
    readonly dx: {
        readonly write: (p: Params) => number;
    };
}>;
export {};
