/**
 * Maximum and average pooling of images [B, H, W, C], as PyTorch's max_pool2d and
 * avg_pool2d. Windows may reach beyond the image on all sides; `pad` must be less than `kernel`.
 */
import { kernel, linearGrid, u32 } from "./kernel.js";
const params = {
    batch: u32,
    height: u32,
    width: u32,
    channels: u32,
    /** Windows down and across. */
    out_height: u32,
    out_width: u32,
    kernel_h: u32,
    kernel_w: u32,
    stride_h: u32,
    stride_w: u32,
    /** Above and to the left. What is below and to the right follows from the number of windows. */
    pad_h: u32,
    pad_w: u32,
};
const maxParams = {
    ...params,
    /** Distances between neighbouring pixels of a window. */
    dilation_h: u32,
    dilation_w: u32,
};
const avgParams = {
    ...params,
    /** Whether padding counts as zeros; as much behind the image as before it, whatever the number of windows. */
    count_include_pad: u32,
};
/** The index of a maximum of nothing: it is minus infinity, and has no derivative. */
const NO_PIXEL = 2 ** 32 - 1;
/** Invocations of a workgroup; one computes one element. */
const WORKGROUP = 64;
const inputSize = (p) => p.batch * p.height * p.width * p.channels;
const outputSize = (p) => p.batch * p.out_height * p.out_width * p.channels;
const taps = (p) => p.kernel_h * p.kernel_w;
/** Operations: one for each pixel of each window. */
const flops = (p) => outputSize(p) * taps(p);
const perElement = (count) => [{ entry: "main", grid: linearGrid(Math.ceil(count / WORKGROUP)) }];
/** A position inside the window of output `element`: what the forward kernel may have written. */
const indexInWindow = (random, p, element) => {
    const column = Math.floor(element / p.channels) % p.out_width;
    const row = Math.floor(element / (p.channels * p.out_width)) % p.out_height;
    const within = (start, extent, size, dilation) => {
        const taps = Array.from({ length: size }, (_, tap) => start + tap * dilation);
        const inside = taps.filter((at) => at >= 0 && at < extent);
        return inside.length === 0 ? null : inside[random.integer(inside.length)];
    };
    const h = within(row * p.stride_h - p.pad_h, p.height, p.kernel_h, p.dilation_h);
    const w = within(column * p.stride_w - p.pad_w, p.width, p.kernel_w, p.dilation_w);
    return h === null || w === null ? NO_PIXEL : h * p.width + w;
};
/**
 * y is each window's largest value, `index` where it stands in its image (h * width + w).
 * Of equals the first counts; NaN beats all, the last one where there are several, as in PyTorch.
 */
export const maxPool2dForward = kernel({
    name: "max_pool2d_forward",
    params: maxParams,
    bindings: {
        x: { read: (p) => inputSize(p) },
        y: { write: (p) => outputSize(p) },
        index: { write: (p) => outputSize(p), dtype: "u32" },
    },
    flops: (p) => flops(p),
    bytes: (p) => 4 * inputSize(p) + 8 * outputSize(p),
    passes: (p) => perElement(outputSize(p)),
    tolerance: { absolute: 0, relative: 0, because: "a maximum is one of its inputs" },
});
const sumTolerance = {
    absolute: 2e-6,
    relative: 2e-6,
    because: "a sum of up to 25 float32 terms",
};
/** dx is the sum of dy over the windows whose maximum stands there. */
export const maxPool2dBackward = kernel({
    name: "max_pool2d_backward",
    params: maxParams,
    bindings: {
        dy: { read: (p) => outputSize(p) },
        index: { read: (p) => outputSize(p), dtype: "u32", sample: indexInWindow },
        dx: { write: (p) => inputSize(p) },
    },
    flops: (p) => flops(p),
    bytes: (p) => 4 * inputSize(p) + 8 * outputSize(p),
    passes: (p) => perElement(inputSize(p)),
    tolerance: sumTolerance,
});
/** y is each window's mean. */
export const avgPool2dForward = kernel({
    name: "avg_pool2d_forward",
    params: avgParams,
    bindings: { x: { read: inputSize }, y: { write: outputSize } },
    flops,
    bytes: (p) => 4 * (inputSize(p) + outputSize(p)),
    passes: (p) => perElement(outputSize(p)),
    tolerance: sumTolerance,
});
/** dx is the sum of dy over the windows that cover it, each divided by the number that its mean was divided by. */
export const avgPool2dBackward = kernel({
    name: "avg_pool2d_backward",
    params: avgParams,
    bindings: { dy: { read: outputSize }, dx: { write: inputSize } },
    flops,
    bytes: (p) => 4 * (inputSize(p) + outputSize(p)),
    passes: (p) => perElement(inputSize(p)),
    tolerance: sumTolerance,
});
//# sourceMappingURL=pool.js.map