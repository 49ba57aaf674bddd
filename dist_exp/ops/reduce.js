import { fill } from "../kernels/fill.js";
import { argmax as argmaxKernel } from "../kernels/reduce.js";
import { sizeOf } from "../tensor/index.js";
import { checkAxis } from "./check.js";
import { recordBinary, recordSum } from "./record.js";
function viewOf(op, x, axis) {
    if (axis === null)
        return { outer: 1, axis: x.size, inner: 1, shape: [1] };
    const at = checkAxis(op, axis, x.shape);
    const [before, after] = [x.shape.slice(0, at), x.shape.slice(at + 1)];
    const shape = [...before, ...after];
    return {
        outer: sizeOf(before),
        axis: x.shape[at],
        inner: sizeOf(after),
        shape: shape.length > 0 ? shape : [1],
    };
}
function scaledSum(op, tape, x, axis, mean) {
    const { shape, ...view } = viewOf(op, x, axis);
    const scale = mean ? 1 / view.axis : 1;
    const y = tape.empty(shape);
    recordSum(tape, x, y, view, scale);
    tape.derivative([y], [x], (dy) => {
        tape.accumulate([x], (dx) => {
            // dy is repeated along the axis, and scaled as the sum was.
            const factor = tape.empty([1]);
            tape.record(fill, { y: factor }, { count: 1, value: scale });
            recordBinary(tape, "mul", dy, factor, dx, {
                sizes: [1, view.outer, view.axis, view.inner],
                a: [0, view.inner, 0, 1],
                b: [0, 0, 0, 0],
            });
        });
    });
    return y;
}
/** Sum over `axis`, which disappears; over everything, as shape [1], when it is null. */
export function sum(tape, x, axis = null) {
    return scaledSum("sum", tape, x, axis, false);
}
/** Mean over `axis`, which disappears; over everything, as shape [1], when it is null. */
export function mean(tape, x, axis = null) {
    return scaledSum("mean", tape, x, axis, true);
}
/**
 * Positions of the largest elements along the last axis, which disappears (u32; [1] for a vector): of equal ones the
 * first, and the first NaN where there is one. Positions have no gradient.
 */
export function argmax(tape, x) {
    const { axis: cols, shape } = viewOf("argmax", x, -1);
    const index = tape.empty(shape, "u32");
    tape.record(argmaxKernel, { x, index }, { rows: x.size / cols, cols });
    // No derivative: the result stays as long as the tape.
    tape.derivative([index], [], () => { });
    return index;
}
//# sourceMappingURL=reduce.js.map