/**
 * Images [B, H, W, C] at another size [B, OH, OW, C], as PyTorch's interpolate: each output pixel is a weighted mean of
 * a few neighbouring pixels, along both axes by the same rule. Positions are exact fractions of whole numbers, so
 * that every device reads the same pixels; an extent times its output's must be below 2^30.
 */
import { kernel, linearGrid, u32 } from "./kernel.js";
/**
 * The rules, numbered as in the shaders: the pixel at floor(o * size / out); between the pixels beside
 * (o + 1/2) * size / out - 1/2; between those beside o * (size - 1) / (out - 1); and the mean of all pixels from
 * floor(o * size / out) to before ceil((o + 1) * size / out).
 */
export const resampleModes = { nearest: 0, bilinear: 1, bilinearAligned: 2, area: 3 };
const params = {
    batch: u32,
    height: u32,
    width: u32,
    channels: u32,
    out_height: u32,
    out_width: u32,
    /** One of `resampleModes`. */
    mode: u32,
};
/** Invocations of a workgroup; one computes one element. */
const WORKGROUP = 64;
const perElement = (count) => [{ entry: "main", grid: linearGrid(Math.ceil(count / WORKGROUP)) }];
const inputSize = (p) => p.batch * p.height * p.width * p.channels;
const outputSize = (p) => p.batch * p.out_height * p.out_width * p.channels;
/** Pixels that one output reads along an axis, about. */
function taps({ mode }, size, out) {
    if (mode === resampleModes.nearest)
        return 1;
    return mode === resampleModes.area ? Math.ceil(size / out) : 2;
}
const flops = (p) => 2 * outputSize(p) * taps(p, p.height, p.out_height) * taps(p, p.width, p.out_width);
const bytes = (p) => 4 * (inputSize(p) + outputSize(p));
/** y of x. */
export const resample2dForward = kernel({
    name: "resample2d_forward",
    params,
    bindings: { x: { read: inputSize }, y: { write: outputSize } },
    flops,
    bytes,
    passes: (p) => perElement(outputSize(p)),
    tolerance: { absolute: 1e-6, relative: 1e-6, because: "a mean of up to 30 float32 terms" },
});
/** dx is the sum of dy, weighted as x was, over the outputs that read it. */
export const resample2dBackward = kernel({
    name: "resample2d_backward",
    params,
    bindings: { dy: { read: outputSize }, dx: { write: inputSize } },
    flops,
    bytes,
    passes: (p) => perElement(inputSize(p)),
    tolerance: { absolute: 2e-6, relative: 2e-6, because: "a sum of up to 25 float32 terms" },
});
//# sourceMappingURL=resample.js.map