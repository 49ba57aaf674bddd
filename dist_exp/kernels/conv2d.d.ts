/**
 * Two-dimensional convolution as PyTorch's Conv2d (a cross-correlation), with images as
 * [B, H, W, I] and weights as [O, KH, KW, I / groups].
 */
import { type Conv2dParams } from "./conv2d_shape.js";
/**
 * The convolution. The CPU computes 3 x 3 kernels of stride 1 with many channels by minimal filtering
 * (native/lib/winograd.h): there NaN or infinity in x may make all of a 2 x 2 tile of y NaN.
 */
export declare const conv2dForward: import("./kernel.js").Kernel<{
    readonly batch: "u32";
    readonly height: "u32";
    readonly width: "u32";
    readonly in_channels: "u32";
    readonly out_height: "u32";
    readonly out_width: "u32";
    readonly out_channels: "u32";
    readonly kernel_h: "u32";
    readonly kernel_w: "u32";
    readonly stride_h: "u32";
    readonly stride_w: "u32";
    readonly pad_h: "u32";
    readonly pad_w: "u32";
    readonly dilation_h: "u32";
    readonly dilation_w: "u32";
    readonly groups: "u32";
    readonly has_bias: "u32";
}, {
    readonly x: {
        readonly read: (p: Conv2dParams) => number;
    };
    readonly weight: {
        readonly read: (p: Conv2dParams) => number;
    };
    readonly bias: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly in_channels: "u32";
            readonly out_height: "u32";
            readonly out_width: "u32";
            readonly out_channels: "u32";
            readonly kernel_h: "u32";
            readonly kernel_w: "u32";
            readonly stride_h: "u32";
            readonly stride_w: "u32";
            readonly pad_h: "u32";
            readonly pad_w: "u32";
            readonly dilation_h: "u32";
            readonly dilation_w: "u32";
            readonly groups: "u32";
            readonly has_bias: "u32";
        }>) => number;
    };
    readonly y: {
        readonly write: (p: Conv2dParams) => number;
    };
}>;
/** The derivative by x. `has_bias` is ignored. Minimal filtering as in `conv2dForward`. */
export declare const conv2dBackwardInput: import("./kernel.js").Kernel<{
    readonly batch: "u32";
    readonly height: "u32";
    readonly width: "u32";
    readonly in_channels: "u32";
    readonly out_height: "u32";
    readonly out_width: "u32";
    readonly out_channels: "u32";
    readonly kernel_h: "u32";
    readonly kernel_w: "u32";
    readonly stride_h: "u32";
    readonly stride_w: "u32";
    readonly pad_h: "u32";
    readonly pad_w: "u32";
    readonly dilation_h: "u32";
    readonly dilation_w: "u32";
    readonly groups: "u32";
    readonly has_bias: "u32";
}, {
    readonly dy: {
        readonly read: (p: Conv2dParams) => number;
    };
    readonly weight: {
        readonly read: (p: Conv2dParams) => number;
    };
    readonly dx: {
        readonly write: (p: Conv2dParams) => number;
    };
}>;
/** The derivatives by weight and bias. dbias is written whether `has_bias` or not. */
export declare const conv2dBackwardWeight: import("./kernel.js").Kernel<{
    readonly batch: "u32";
    readonly height: "u32";
    readonly width: "u32";
    readonly in_channels: "u32";
    readonly out_height: "u32";
    readonly out_width: "u32";
    readonly out_channels: "u32";
    readonly kernel_h: "u32";
    readonly kernel_w: "u32";
    readonly stride_h: "u32";
    readonly stride_w: "u32";
    readonly pad_h: "u32";
    readonly pad_w: "u32";
    readonly dilation_h: "u32";
    readonly dilation_w: "u32";
    readonly groups: "u32";
    readonly has_bias: "u32";
}, {
    readonly dy: {
        readonly read: (p: Conv2dParams) => number;
    };
    readonly x: {
        readonly read: (p: Conv2dParams) => number;
    };
    readonly dweight: {
        readonly write: (p: Conv2dParams) => number;
    };
    readonly dbias: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly in_channels: "u32";
            readonly out_height: "u32";
            readonly out_width: "u32";
            readonly out_channels: "u32";
            readonly kernel_h: "u32";
            readonly kernel_w: "u32";
            readonly stride_h: "u32";
            readonly stride_w: "u32";
            readonly pad_h: "u32";
            readonly pad_w: "u32";
            readonly dilation_h: "u32";
            readonly dilation_w: "u32";
            readonly groups: "u32";
            readonly has_bias: "u32";
        }>) => number;
    };
    readonly partial: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly batch: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly in_channels: "u32";
            readonly out_height: "u32";
            readonly out_width: "u32";
            readonly out_channels: "u32";
            readonly kernel_h: "u32";
            readonly kernel_w: "u32";
            readonly stride_h: "u32";
            readonly stride_w: "u32";
            readonly pad_h: "u32";
            readonly pad_w: "u32";
            readonly dilation_h: "u32";
            readonly dilation_w: "u32";
            readonly groups: "u32";
            readonly has_bias: "u32";
        }>) => number;
    };
}>;
