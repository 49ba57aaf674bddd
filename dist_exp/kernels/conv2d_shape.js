/** Parameters of the conv2d kernels, and the sizes that follow from them. */
import { u32 } from "./kernel.js";
/** Parameters of all three kernels. */
export const conv2dParams = {
    batch: u32,
    /** Of the input. */
    height: u32,
    width: u32,
    in_channels: u32,
    /** Of the output. Windows may reach beyond the input on all sides, where it is zero. */
    out_height: u32,
    out_width: u32,
    out_channels: u32,
    kernel_h: u32,
    kernel_w: u32,
    stride_h: u32,
    stride_w: u32,
    /** Zeros above and to the left. Those below and to the right follow from the output's size. */
    pad_h: u32,
    pad_w: u32,
    /** Distances between neighbouring taps of the kernel. */
    dilation_h: u32,
    dilation_w: u32,
    /** Divides both numbers of channels: those of a group of outputs see those of the same group of inputs. */
    groups: u32,
    has_bias: u32,
};
export const inputSize = (p) => p.batch * p.height * p.width * p.in_channels;
export const inputsOfGroup = (p) => p.in_channels / p.groups;
export const outputsOfGroup = (p) => p.out_channels / p.groups;
export const taps = (p) => p.kernel_h * p.kernel_w * inputsOfGroup(p);
export const weightSize = (p) => p.out_channels * taps(p);
export const outputPixels = (p) => p.batch * p.out_height * p.out_width;
export const outputSize = (p) => outputPixels(p) * p.out_channels;
//# sourceMappingURL=conv2d_shape.js.map