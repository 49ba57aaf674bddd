import { ArgumentError, ShapeError } from "../errors.js";
import { conv2dBackwardInput, conv2dBackwardWeight, conv2dForward } from "../kernels/conv2d.js";
import { show } from "../tensor/index.js";
import { add } from "./binary.js";
import { checkRank, checkShape, checkWhole } from "./check.js";
import { extentsOf, windowCount } from "./window.js";
/** Zeros before and behind, of both axes. */
function paddingOf(padding, size, kernel, stride, dilation) {
    if (padding === "same") {
        const along = (axis) => {
            const reach = (Math.ceil(size[axis] / stride[axis]) - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1);
            const total = Math.max(0, reach + 1 - size[axis]);
            return [Math.floor(total / 2), Math.ceil(total / 2)];
        };
        return [along(0), along(1)];
    }
    if (Array.isArray(padding) && padding.length === 4) {
        for (const each of padding)
            checkWhole("conv2d", "padding", each, 0);
        const [top, bottom, left, right] = padding;
        return [
            [top, bottom],
            [left, right],
        ];
    }
    if (typeof padding === "string") {
        throw new ArgumentError(`conv2d: padding is "${padding}": give "same", a number, [height, width] or [top, bottom, left, right]`);
    }
    const [height, width] = extentsOf("conv2d", "padding", padding, 0);
    return [
        [height, height],
        [width, width],
    ];
}
/** The kernels' strides. One window has no next one; a large stride would only cost time, phase by phase. */
function usefulStrides(strides, windows) {
    return { stride_h: windows[0] === 1 ? 1 : strides[0], stride_w: windows[1] === 1 ? 1 : strides[1] };
}
/** Throws unless `groups` divides both numbers of channels. */
function checkGroups(op, groups, inputs, outputs) {
    checkWhole(op, "groups", groups, 1);
    if (inputs % groups !== 0 || outputs % groups !== 0) {
        throw new ShapeError(`${op}: ${groups} groups do not divide ${inputs} input and ${outputs} output channels: use a divisor of both`);
    }
}
/**
 * Cross-correlation, as PyTorch's conv2d with channels last: x [B, H, W, C], weight [O, KH, KW, C / groups],
 * bias [O]; the result is [B, OH, OW, O], with OH = floor((H + padding - dilation * (KH - 1) - 1) / stride) + 1.
 *
 * 3 x 3 kernels of stride 1 with many channels are computed by minimal filtering on the native device. A pixel that is
 * NaN or infinite may then make a neighbouring output pixel NaN too, in blocks of 2 x 2.
 * @throws {ShapeError} when shapes do not match, or the kernel does not fit.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export function conv2d(tape, x, weight, bias = null, { stride = 1, padding = 0, dilation = 1, groups = 1 } = {}) {
    checkRank("conv2d", "x", x, 4, "[batch, height, width, channels]");
    checkRank("conv2d", "weight", weight, 4, "[out, kernel height, kernel width, in / groups]");
    const strides = extentsOf("conv2d", "stride", stride, 1);
    const dilations = extentsOf("conv2d", "dilation", dilation, 1);
    const [batch, height, width, channels] = x.shape;
    const [outputs, kernelH, kernelW, inputs] = weight.shape;
    checkGroups("conv2d", groups, channels, outputs);
    if (inputs !== channels / groups) {
        const given = groups === 1 ? `${channels}` : `${channels} / ${groups} groups`;
        throw new ShapeError(`conv2d: x is ${show(x.shape)}, weight is ${show(weight.shape)}: channels ${given} and ${inputs} differ`);
    }
    if (bias)
        checkShape("conv2d", "bias", bias, [outputs], "[out]");
    const [vertical, horizontal] = paddingOf(padding, [height, width], [kernelH, kernelW], strides, dilations);
    const along = (axis, extent, kernel, padding) => windowCount("conv2d", extent, { kernel, stride: strides[axis], padding, dilation: dilations[axis] });
    const out_height = along(0, height, kernelH, vertical);
    const out_width = along(1, width, kernelW, horizontal);
    const params = {
        ...{ batch, height, width, in_channels: channels, out_height, out_width, out_channels: outputs },
        ...{ kernel_h: kernelH, kernel_w: kernelW },
        ...usefulStrides(strides, [out_height, out_width]),
        ...{ pad_h: vertical[0], pad_w: horizontal[0], dilation_h: dilations[0], dilation_w: dilations[1] },
        groups,
        has_bias: Number(bias !== null),
    };
    const y = tape.empty([batch, out_height, out_width, outputs]);
    tape.record(conv2dForward, { x, weight, bias: bias ?? weight, y }, params);
    tape.derivative([y], [x, weight, bias], (dy) => {
        tape.accumulate([x], (dx) => tape.record(conv2dBackwardInput, { dy, weight, dx }, params));
        // Without a bias its gradient is written all the same, to memory that the tape frees.
        tape.accumulate([weight, bias ?? tape.empty([outputs])], (dweight, dbias) => {
            tape.record(conv2dBackwardWeight, { dy, x, dweight, dbias }, params);
        });
    });
    return y;
}
/**
 * The transpose of conv2d, as PyTorch's conv_transpose2d with channels last: x [B, H, W, C], weight
 * [C, KH, KW, O / groups], which is that of the convolution from [.., O] to [.., C], bias [O]; the result is
 * [B, OH, OW, O], with OH = (H - 1) * stride - 2 * padding + dilation * (KH - 1) + outputPadding + 1.
 * @throws {ShapeError} when shapes do not match, or nothing is left of the output.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export function convTranspose2d(tape, x, weight, bias = null, { stride = 1, padding = 0, outputPadding = 0, dilation = 1, groups = 1 } = {}) {
    const op = "convTranspose2d";
    checkRank(op, "x", x, 4, "[batch, height, width, channels]");
    checkRank(op, "weight", weight, 4, "[in, kernel height, kernel width, out / groups]");
    const strides = extentsOf(op, "stride", stride, 1);
    const pads = extentsOf(op, "padding", padding, 0);
    const extra = extentsOf(op, "outputPadding", outputPadding, 0);
    const dilations = extentsOf(op, "dilation", dilation, 1);
    const [batch, height, width, channels] = x.shape;
    const [inputs, kernelH, kernelW, outputsOfGroup] = weight.shape;
    if (inputs !== channels) {
        throw new ShapeError(`${op}: x is ${show(x.shape)}, weight is ${show(weight.shape)}: channels ${channels} and ${inputs} differ`);
    }
    checkWhole(op, "groups", groups, 1);
    const outputs = outputsOfGroup * groups;
    checkGroups(op, groups, channels, outputs);
    if (bias)
        checkShape(op, "bias", bias, [outputs], "[out]");
    const along = (axis, size, kernel) => {
        const [step, spread] = [strides[axis], dilations[axis]];
        if (extra[axis] >= Math.max(step, spread)) {
            throw new ArgumentError(`${op}: outputPadding ${extra[axis]} with stride ${step} and dilation ${spread}: use less than one of them`);
        }
        const extent = (size - 1) * step - 2 * pads[axis] + spread * (kernel - 1) + extra[axis] + 1;
        if (extent < 1) {
            throw new ShapeError(`${op}: padding ${pads[axis]} leaves nothing of the output of ${size} pixels: use less`);
        }
        return extent;
    };
    // Of the convolution that this is the transpose of: x is its output.
    const params = {
        batch,
        height: along(0, height, kernelH),
        width: along(1, width, kernelW),
        in_channels: outputs,
        ...{ out_height: height, out_width: width, out_channels: channels },
        ...{ kernel_h: kernelH, kernel_w: kernelW },
        ...usefulStrides(strides, [height, width]),
        ...{ pad_h: pads[0], pad_w: pads[1], dilation_h: dilations[0], dilation_w: dilations[1] },
        groups,
        has_bias: 0,
    };
    const y = tape.empty([batch, params.height, params.width, outputs]);
    tape.record(conv2dBackwardInput, { dy: x, weight, dx: y }, params);
    tape.derivative([y], [x, weight], (dy) => {
        tape.accumulate([x], (dx) => tape.record(conv2dForward, { x: dy, weight, bias: weight, y: dx }, params));
        tape.accumulate([weight, tape.empty([channels])], (dweight, dbias) => {
            tape.record(conv2dBackwardWeight, { dy: x, x: dy, dweight, dbias }, params);
        });
    });
    return bias ? add(tape, y, bias) : y;
}
//# sourceMappingURL=conv.js.map