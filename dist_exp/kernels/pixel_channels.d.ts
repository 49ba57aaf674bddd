/** What is looked at of each pixel: its colour in another space, or grey; and the gradient of grey. */
import { type ParamValues } from "./kernel.js";
/** Colour spaces, numbered as in the shader; images of one channel are grey in all of them. */
export declare const colourSpaces: {
    readonly rgb: 0;
    readonly hsv: 1;
    readonly lab: 2;
    readonly grey: 3;
};
declare const params: {
    batch: "u32";
    height: "u32";
    width: "u32";
    /** 1, or 3: red, green, blue. */
    channels: "u32";
    /** One of `colourSpaces`. */
    space: "u32";
    /** Whether half the differences of the grey pixels beside and their length follow: across, down, magnitude. */
    gradients: "u32";
};
type Params = ParamValues<typeof params>;
/** Channels of one output pixel. */
export declare const outChannels: (p: Pick<Params, "channels" | "space" | "gradients">) => number;
/**
 * y [B, H, W, channels] of x [B, H, W, C], as scikit-image's rgb2hsv (0 to 1), rgb2lab (D65) over 100 (L 0 to 1) and rgb2gray.
 * Gradients at the edges take the edge's own pixel for the one beyond.
 */
export declare const pixelChannels: import("./kernel.js").Kernel<{
    batch: "u32";
    height: "u32";
    width: "u32";
    /** 1, or 3: red, green, blue. */
    channels: "u32";
    /** One of `colourSpaces`. */
    space: "u32";
    /** Whether half the differences of the grey pixels beside and their length follow: across, down, magnitude. */
    gradients: "u32";
}, {
    readonly x: {
        readonly read: (p: ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            /** 1, or 3: red, green, blue. */
            channels: "u32";
            /** One of `colourSpaces`. */
            space: "u32";
            /** Whether half the differences of the grey pixels beside and their length follow: across, down, magnitude. */
            gradients: "u32";
        }>) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            /** 1, or 3: red, green, blue. */
            channels: "u32";
            /** One of `colourSpaces`. */
            space: "u32";
            /** Whether half the differences of the grey pixels beside and their length follow: across, down, magnitude. */
            gradients: "u32";
        }>>;
    };
    readonly y: {
        readonly write: (p: ParamValues<{
            batch: "u32";
            height: "u32";
            width: "u32";
            /** 1, or 3: red, green, blue. */
            channels: "u32";
            /** One of `colourSpaces`. */
            space: "u32";
            /** Whether half the differences of the grey pixels beside and their length follow: across, down, magnitude. */
            gradients: "u32";
        }>) => number;
    };
}>;
export {};
