import { ArgumentError, ShapeError } from "../errors.js";
import { gatherRows as gatherRowsKernel, scatterAddRows } from "../kernels/gather.js";
import { show, sizeOf } from "../tensor/index.js";
import { checkRank } from "./check.js";
import { recordCopy } from "./record.js";
/** The same values in another shape; nothing is copied. */
export function reshape(tape, x, shape) {
    if (!Array.isArray(shape) || !shape.every((extent) => Number.isInteger(extent) && extent >= 1)) {
        throw new ShapeError(`reshape: shape is ${show(shape)}: give whole numbers from 1 up`);
    }
    tape.device.check("reshape", "x", x.slice.buffer);
    const y = x.view(shape);
    tape.derivative([y], [x], (dy) => tape.pass(x, dy.view(x.shape)));
    return y;
}
const denseStrides = (shape) => shape.map((_, i) => sizeOf(shape.slice(i + 1)));
/** Axes in another order, as NumPy's transpose; four dimensions at most. */
export function permute(tape, x, axes) {
    const rank = x.shape.length;
    if (rank > 4 || axes.length !== rank || [...axes].sort().some((axis, i) => axis !== i)) {
        throw new ArgumentError(`permute: axes ${show(axes)} of a tensor of shape ${show(x.shape)}: name each axis once`);
    }
    const y = tape.empty(axes.map((axis) => x.shape[axis]));
    const strides = denseStrides(x.shape);
    const pad = (values, fill) => [...Array(4 - rank).fill(fill), ...values];
    const layout = {
        sizes: pad(y.shape, 1),
        x: pad(axes.map((axis) => strides[axis]), 0),
        y: pad(denseStrides(y.shape), 0),
    };
    recordCopy(tape, x, y, layout);
    tape.derivative([y], [x], (dy) => {
        tape.accumulate([x], (dx) => recordCopy(tape, dy, dx, { sizes: layout.sizes, x: layout.y, y: layout.x }));
    });
    return y;
}
/** The part from `start` (inclusive) to `end` (exclusive) along an axis. */
export function slice(tape, x, axis, start, end) {
    const extent = x.shape[axis];
    const whole = [axis, start, end].every(Number.isInteger);
    if (extent === undefined || !(whole && start >= 0 && start < end && end <= extent)) {
        throw new ArgumentError(`slice: ${start}..${end} of axis ${axis} does not lie within ${show(x.shape)}`);
    }
    const outer = sizeOf(x.shape.slice(0, axis));
    const inner = sizeOf(x.shape.slice(axis + 1));
    const y = tape.empty(x.shape.map((size, i) => (i === axis ? end - start : size)));
    const part = (end - start) * inner;
    const sizes = [1, 1, outer, part];
    recordCopy(tape, x, y, { sizes, x: [0, 0, extent * inner, 1], y: [0, 0, part, 1], xOffset: start * inner });
    tape.derivative([y], [x], (dy) => {
        tape.accumulate([x], (dx) => {
            tape.device.clear(dx.slice);
            recordCopy(tape, dy, dx, {
                sizes,
                x: [0, 0, part, 1],
                y: [0, 0, extent * inner, 1],
                yOffset: start * inner,
            });
        });
    });
    return y;
}
/** Tensors joined along an axis; the other extents must be equal. */
export function concat(tape, tensors, axis) {
    const first = tensors[0];
    if (!first || !Number.isInteger(axis) || axis < 0 || axis >= first.shape.length) {
        throw new ArgumentError(`concat: axis ${axis} of ${tensors.length} tensors does not exist`);
    }
    for (const other of tensors) {
        const fits = other.shape.length === first.shape.length;
        if (!fits || other.shape.some((extent, i) => i !== axis && extent !== first.shape[i])) {
            throw new ShapeError(`concat: ${show(first.shape)} and ${show(other.shape)} differ beside axis ${axis}`);
        }
    }
    const extent = tensors.reduce((total, { shape }) => total + shape[axis], 0);
    const outer = sizeOf(first.shape.slice(0, axis));
    const inner = sizeOf(first.shape.slice(axis + 1));
    const y = tape.empty(first.shape.map((size, i) => (i === axis ? extent : size)));
    let offset = 0;
    const parts = tensors.map((x) => {
        const part = x.shape[axis] * inner;
        const at = { x, sizes: [1, 1, outer, part], own: [0, 0, part, 1], offset };
        offset += part;
        return at;
    });
    const whole = [0, 0, extent * inner, 1];
    for (const part of parts) {
        recordCopy(tape, part.x, y, { sizes: part.sizes, x: part.own, y: whole, yOffset: part.offset });
    }
    tape.derivative([y], tensors, (dy) => {
        for (const part of parts) {
            tape.accumulate([part.x], (dx) => {
                recordCopy(tape, dy, dx, { sizes: part.sizes, x: whole, y: part.own, xOffset: part.offset });
            });
        }
    });
    return y;
}
/** Rows x[index]: x [N, C], index [M] (u32, below N); the result is [M, C]. */
export function gatherRows(tape, x, index) {
    checkRank("gatherRows", "x", x, 2, "[rows, columns]");
    const [rows, cols] = x.shape;
    const params = { rows, cols, count: index.size };
    const y = tape.empty([index.size, cols]);
    tape.record(gatherRowsKernel, { x, index, y }, params);
    tape.derivative([y], [x], (dy) => {
        tape.accumulate([x], (dx) => tape.record(scatterAddRows, { dy, index, dx }, params));
    });
    return y;
}
//# sourceMappingURL=shape.js.map