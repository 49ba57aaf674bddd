import { ArgumentError, ShapeError } from "../errors.js";
import { resample2dBackward, resample2dForward, resampleModes } from "../kernels/resample.js";
import { checkChoice, checkNumber, checkRank } from "./check.js";
import { extentsOf } from "./window.js";
/** Above this product of an extent and its output's the kernels' arithmetic would overflow. */
const MAX_PRODUCT = 2 ** 30;
function resample(op, tape, x, [out_height, out_width], mode) {
    const [batch, height, width, channels] = x.shape;
    for (const [from, to] of [
        [height, out_height],
        [width, out_width],
    ]) {
        if (from * to >= MAX_PRODUCT) {
            throw new ShapeError(`${op}: ${from} pixels become ${to}: their product must be below 2^30, use a smaller size`);
        }
    }
    const params = { batch, height, width, channels, out_height, out_width, mode: resampleModes[mode] };
    const y = tape.empty([batch, out_height, out_width, channels]);
    tape.record(resample2dForward, { x, y }, params);
    tape.derivative([y], [x], (dy) => {
        tape.accumulate([x], (dx) => tape.record(resample2dBackward, { dy, dx }, params));
    });
    return y;
}
/**
 * x [B, H, W, C] as images of another size, [B, OH, OW, C], as PyTorch's interpolate with channels last. The factor
 * between positions is that of the two sizes: where `scaleFactor` does not divide evenly, as with PyTorch's
 * `recompute_scale_factor`.
 * @throws {ShapeError} when x has not 4 dimensions, or the output has no pixel or too many.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export function upsample2d(tape, x, { size, scaleFactor, mode = "nearest", alignCorners = false }) {
    const op = "upsample2d";
    checkRank(op, "x", x, 4, "[batch, height, width, channels]");
    checkChoice(op, "mode", mode, ["nearest", "bilinear"]);
    if (alignCorners && mode === "nearest") {
        throw new ArgumentError(`${op}: alignCorners with mode nearest: use it with bilinear`);
    }
    if ((size === undefined) === (scaleFactor === undefined)) {
        throw new ArgumentError(`${op}: size is ${size}, scaleFactor is ${scaleFactor}: give one of them`);
    }
    const named = mode === "bilinear" && alignCorners ? "bilinearAligned" : mode;
    return resample(op, tape, x, size === undefined ? scaled(op, x, scaleFactor) : extentsOf(op, "size", size, 1), named);
}
function scaled(op, x, factor) {
    const factors = (Array.isArray(factor) ? factor : [factor, factor]);
    if (factors.length !== 2) {
        throw new ArgumentError(`${op}: scaleFactor has ${factors.length} numbers: give one, or two, [height, width]`);
    }
    const along = (axis) => {
        checkNumber(op, "scaleFactor", factors[axis], { low: 0 });
        const out = Math.floor(x.shape[1 + axis] * factors[axis]);
        if (out < 1) {
            throw new ShapeError(`${op}: scaleFactor ${factors[axis]} leaves nothing of ${x.shape[1 + axis]} pixels: use a larger one`);
        }
        return out;
    };
    return [along(0), along(1)];
}
/**
 * The means of `size` by `size` parts of each image, which overlap by a pixel where the extent is not divisible, as
 * PyTorch's adaptive_avg_pool2d: x [B, H, W, C] to [B, OH, OW, C].
 * @throws {ShapeError} when x has not 4 dimensions.
 * @throws {ArgumentError} when size is not a whole number from 1 up, or two.
 */
export function adaptiveAvgPool2d(tape, x, size) {
    checkRank("adaptiveAvgPool2d", "x", x, 4, "[batch, height, width, channels]");
    return resample("adaptiveAvgPool2d", tape, x, extentsOf("adaptiveAvgPool2d", "size", size, 1), "area");
}
//# sourceMappingURL=resample.js.map