/**
 * Maximum and average pooling of images [B, H, W, C], as PyTorch's max_pool2d and
 * avg_pool2d. Windows may reach beyond the image on all sides; `pad` must be less than `kernel`.
 */
import { type ParamValues } from "./kernel.js";
import type { Sampler } from "./sample.js";
declare const params: {
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    /** Windows down and across. */
    out_height: "u32";
    out_width: "u32";
    kernel_h: "u32";
    kernel_w: "u32";
    stride_h: "u32";
    stride_w: "u32";
    /** Above and to the left. What is below and to the right follows from the number of windows. */
    pad_h: "u32";
    pad_w: "u32";
};
export type Params = ParamValues<typeof params>;
declare const maxParams: {
    /** Distances between neighbouring pixels of a window. */
    dilation_h: "u32";
    dilation_w: "u32";
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    /** Windows down and across. */
    out_height: "u32";
    out_width: "u32";
    kernel_h: "u32";
    kernel_w: "u32";
    stride_h: "u32";
    stride_w: "u32";
    /** Above and to the left. What is below and to the right follows from the number of windows. */
    pad_h: "u32";
    pad_w: "u32";
};
export type MaxParams = ParamValues<typeof maxParams>;
/**
 * y is each window's largest value, `index` where it stands in its image (h * width + w).
 * Of equals the first counts; NaN beats all, the last one where there are several, as in PyTorch.
 */
export declare const maxPool2dForward: import("./kernel.js").Kernel<{
    /** Distances between neighbouring pixels of a window. */
    dilation_h: "u32";
    dilation_w: "u32";
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    /** Windows down and across. */
    out_height: "u32";
    out_width: "u32";
    kernel_h: "u32";
    kernel_w: "u32";
    stride_h: "u32";
    stride_w: "u32";
    /** Above and to the left. What is below and to the right follows from the number of windows. */
    pad_h: "u32";
    pad_w: "u32";
}, {
    readonly x: {
        readonly read: (p: ParamValues<{
            /** Distances between neighbouring pixels of a window. */
            dilation_h: "u32";
            dilation_w: "u32";
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Windows down and across. */
            out_height: "u32";
            out_width: "u32";
            kernel_h: "u32";
            kernel_w: "u32";
            stride_h: "u32";
            stride_w: "u32";
            /** Above and to the left. What is below and to the right follows from the number of windows. */
            pad_h: "u32";
            pad_w: "u32";
        }>) => number;
    };
    readonly y: {
        readonly write: (p: ParamValues<{
            /** Distances between neighbouring pixels of a window. */
            dilation_h: "u32";
            dilation_w: "u32";
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Windows down and across. */
            out_height: "u32";
            out_width: "u32";
            kernel_h: "u32";
            kernel_w: "u32";
            stride_h: "u32";
            stride_w: "u32";
            /** Above and to the left. What is below and to the right follows from the number of windows. */
            pad_h: "u32";
            pad_w: "u32";
        }>) => number;
    };
    readonly index: {
        readonly write: (p: ParamValues<{
            /** Distances between neighbouring pixels of a window. */
            dilation_h: "u32";
            dilation_w: "u32";
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Windows down and across. */
            out_height: "u32";
            out_width: "u32";
            kernel_h: "u32";
            kernel_w: "u32";
            stride_h: "u32";
            stride_w: "u32";
            /** Above and to the left. What is below and to the right follows from the number of windows. */
            pad_h: "u32";
            pad_w: "u32";
        }>) => number;
        readonly dtype: "u32";
    };
}>;
/** dx is the sum of dy over the windows whose maximum stands there. */
export declare const maxPool2dBackward: import("./kernel.js").Kernel<{
    /** Distances between neighbouring pixels of a window. */
    dilation_h: "u32";
    dilation_w: "u32";
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    /** Windows down and across. */
    out_height: "u32";
    out_width: "u32";
    kernel_h: "u32";
    kernel_w: "u32";
    stride_h: "u32";
    stride_w: "u32";
    /** Above and to the left. What is below and to the right follows from the number of windows. */
    pad_h: "u32";
    pad_w: "u32";
}, {
    readonly dy: {
        readonly read: (p: ParamValues<{
            /** Distances between neighbouring pixels of a window. */
            dilation_h: "u32";
            dilation_w: "u32";
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Windows down and across. */
            out_height: "u32";
            out_width: "u32";
            kernel_h: "u32";
            kernel_w: "u32";
            stride_h: "u32";
            stride_w: "u32";
            /** Above and to the left. What is below and to the right follows from the number of windows. */
            pad_h: "u32";
            pad_w: "u32";
        }>) => number;
    };
    readonly index: {
        readonly read: (p: ParamValues<{
            /** Distances between neighbouring pixels of a window. */
            dilation_h: "u32";
            dilation_w: "u32";
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Windows down and across. */
            out_height: "u32";
            out_width: "u32";
            kernel_h: "u32";
            kernel_w: "u32";
            stride_h: "u32";
            stride_w: "u32";
            /** Above and to the left. What is below and to the right follows from the number of windows. */
            pad_h: "u32";
            pad_w: "u32";
        }>) => number;
        readonly dtype: "u32";
        readonly sample: Sampler<ParamValues<{
            /** Distances between neighbouring pixels of a window. */
            dilation_h: "u32";
            dilation_w: "u32";
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Windows down and across. */
            out_height: "u32";
            out_width: "u32";
            kernel_h: "u32";
            kernel_w: "u32";
            stride_h: "u32";
            stride_w: "u32";
            /** Above and to the left. What is below and to the right follows from the number of windows. */
            pad_h: "u32";
            pad_w: "u32";
        }>>;
    };
    readonly dx: {
        readonly write: (p: ParamValues<{
            /** Distances between neighbouring pixels of a window. */
            dilation_h: "u32";
            dilation_w: "u32";
            batch: "u32";
            height: "u32";
            width: "u32";
            channels: "u32";
            /** Windows down and across. */
            out_height: "u32";
            out_width: "u32";
            kernel_h: "u32";
            kernel_w: "u32";
            stride_h: "u32";
            stride_w: "u32";
            /** Above and to the left. What is below and to the right follows from the number of windows. */
            pad_h: "u32";
            pad_w: "u32";
        }>) => number;
    };
}>;
/** y is each window's mean. */
export declare const avgPool2dForward: import("./kernel.js").Kernel<{
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    /** Windows down and across. */
    out_height: "u32";
    out_width: "u32";
    kernel_h: "u32";
    kernel_w: "u32";
    stride_h: "u32";
    stride_w: "u32";
    /** Above and to the left. What is below and to the right follows from the number of windows. */
    pad_h: "u32";
    pad_w: "u32";
}, {
    readonly x: {
        readonly read: (p: Params) => number;
    };
    readonly y: {
        readonly write: (p: Params) => number;
    };
}>;
/** dx is the sum of dy over the windows that cover it, each divided by the number that its mean was divided by. */
export declare const avgPool2dBackward: import("./kernel.js").Kernel<{
    batch: "u32";
    height: "u32";
    width: "u32";
    channels: "u32";
    /** Windows down and across. */
    out_height: "u32";
    out_width: "u32";
    kernel_h: "u32";
    kernel_w: "u32";
    stride_h: "u32";
    stride_w: "u32";
    /** Above and to the left. What is below and to the right follows from the number of windows. */
    pad_h: "u32";
    pad_w: "u32";
}, {
    readonly dy: {
        readonly read: (p: Params) => number;
    };
    readonly dx: {
        readonly write: (p: Params) => number;
    };
}>;
export {};
