/** Parameters of the conv2d kernels, and the sizes that follow from them. */
import { type ParamValues } from "./kernel.js";
/** Parameters of all three kernels. */
export declare const conv2dParams: {
    readonly batch: "u32";
    /** Of the input. */
    readonly height: "u32";
    readonly width: "u32";
    readonly in_channels: "u32";
    /** Of the output. Windows may reach beyond the input on all sides, where it is zero. */
    readonly out_height: "u32";
    readonly out_width: "u32";
    readonly out_channels: "u32";
    readonly kernel_h: "u32";
    readonly kernel_w: "u32";
    readonly stride_h: "u32";
    readonly stride_w: "u32";
    /** Zeros above and to the left. Those below and to the right follow from the output's size. */
    readonly pad_h: "u32";
    readonly pad_w: "u32";
    /** Distances between neighbouring taps of the kernel. */
    readonly dilation_h: "u32";
    readonly dilation_w: "u32";
    /** Divides both numbers of channels: those of a group of outputs see those of the same group of inputs. */
    readonly groups: "u32";
    readonly has_bias: "u32";
};
export type Conv2dParams = ParamValues<typeof conv2dParams>;
export declare const inputSize: (p: Conv2dParams) => number;
export declare const inputsOfGroup: (p: Conv2dParams) => number;
export declare const outputsOfGroup: (p: Conv2dParams) => number;
export declare const taps: (p: Conv2dParams) => number;
export declare const weightSize: (p: Conv2dParams) => number;
export declare const outputPixels: (p: Conv2dParams) => number;
export declare const outputSize: (p: Conv2dParams) => number;
