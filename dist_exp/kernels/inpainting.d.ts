/**
 * Segmentation by maximising the error of inpainting each part of an image from the other (P. Savarese et al.,
 * "Information-theoretic segmentation by inpainting error maximization", CVPR 2021).
 */
import { type ParamValues } from "./kernel.js";
declare const size: {
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
};
type Size = ParamValues<typeof size>;
/**
 * How well each pixel of x [N, C, H, W] is predicted by the pixels of either part of its image around it, and what a change
 * of the mask [N, H, W] (1 foreground, 0 background) does to the predictions.
 *
 * `near` [N, C + 1, H, W] are the filtered products of x and mask, then the filtered mask; `all` the filtered x and 1. A
 * prediction is the weighted mean of the part's pixels in reach of the filter, or the part's mean where there are none.
 * `errors` [N, 2, H, W]: the mean absolute error of what the background predicts, then of what the foreground does.
 * `pulls` [N, 2 (C + 1), H, W]: the derivative of the foreground's error by the filtered background and by its filtered mask,
 * with their signs changed, then that of the background's error by the filtered foreground and mask.
 * `sums` [N, 4 + 2C]: pixels of foreground and background, the sums of their errors, the means of both.
 */
export declare const inpaintingError: import("./kernel.js").Kernel<{
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
}, {
    readonly x: {
        readonly read: (p: Size) => number;
    };
    readonly mask: {
        readonly read: (p: Size) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
        }>>;
    };
    readonly near: {
        readonly read: (p: Size) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
        }>>;
    };
    readonly all: {
        readonly read: (p: Size) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
        }>>;
    };
    readonly errors: {
        readonly write: (p: ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
        }>) => number;
    };
    readonly pulls: {
        readonly write: (p: ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
        }>) => number;
    };
    readonly sums: {
        readonly write: (p: Size) => number;
    };
}>;
/**
 * The next mask: pixels with a neighbour of the other part, or at the image's border, join the part that makes the objective
 * larger, then each pixel takes part in the foreground if at least 4 of the 9 around and with it do. The objective is the sum
 * of both parts' mean errors less `deviation` times the squared distances of all pixels to their part's mean. `pulled` are
 * the filtered `pulls` of `inpaintingError`.
 */
export declare const inpaintingStep: import("./kernel.js").Kernel<{
    readonly deviation: "f32";
    readonly batch: "u32";
    readonly height: "u32";
    readonly width: "u32";
    readonly channels: "u32";
}, {
    readonly x: {
        readonly read: (p: Size) => number;
    };
    readonly mask: {
        readonly read: (p: Size) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            readonly deviation: "f32";
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly channels: "u32";
        }>>;
    };
    readonly errors: {
        readonly read: (p: ParamValues<{
            readonly deviation: "f32";
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly channels: "u32";
        }>) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            readonly deviation: "f32";
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly channels: "u32";
        }>>;
    };
    readonly pulled: {
        readonly read: (p: ParamValues<{
            readonly deviation: "f32";
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly channels: "u32";
        }>) => number;
    };
    readonly sums: {
        readonly read: (p: Size) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            readonly deviation: "f32";
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly channels: "u32";
        }>>;
    };
    readonly moved: {
        readonly scratch: (p: Size) => number;
    };
    readonly next: {
        readonly write: (p: Size) => number;
    };
}>;
export {};
