import { ShapeError } from "../errors.js";
import { show, sizeOf } from "../tensor/index.js";
import { recordBinary, recordSum } from "./record.js";
import { unary } from "./unary.js";
function toFour(shape) {
    return [...Array(4 - shape.length).fill(1), ...shape];
}
/** Strides of a dense tensor of `own` extents, 0 where it is repeated. */
function broadcastStrides(own) {
    const dense = [own[1] * own[2] * own[3], own[2] * own[3], own[3], 1];
    return own.map((extent, i) => (extent === 1 ? 0 : dense[i]));
}
/** How operands of two shapes are read together. */
export function broadcast(op, a, b) {
    if (a.length > 4 || b.length > 4) {
        throw new ShapeError(`${op}: a is ${show(a)}, b is ${show(b)}: four dimensions at most`);
    }
    const [fourA, fourB] = [toFour(a), toFour(b)];
    const sizes = fourA.map((extent, i) => {
        const other = fourB[i];
        if (extent !== other && extent !== 1 && other !== 1) {
            throw new ShapeError(`${op}: a is ${show(a)}, b is ${show(b)}: ${extent} and ${other} do not broadcast`);
        }
        return Math.max(extent, other);
    });
    const shape = sizes.slice(4 - Math.max(a.length, b.length));
    return { sizes, shape, a: broadcastStrides(fourA), b: broadcastStrides(fourB), fourA, fourB };
}
/** Gives an operand of extents `own` its gradient: summed where it was repeated, else handed on as it is. */
export function giveGradient(tape, operand, own, sizes, make) {
    if (!tape.isActive(operand))
        return;
    const gradient = make();
    if (own.every((extent, i) => extent === sizes[i]))
        tape.pass(operand, gradient.view(operand.shape));
    else
        tape.accumulate([operand], (target) => sumRepeated(tape, gradient, sizes, own, target));
}
/** Records `target` = `gradient` summed over the dimensions in which `own` was repeated, at least one. */
function sumRepeated(tape, gradient, sizes, own, target) {
    const repeated = sizes.flatMap((size, i) => (own[i] === size ? [] : [i]));
    let current = gradient;
    const extents = [...sizes];
    repeated.forEach((dimension, step) => {
        const view = {
            outer: sizeOf(extents.slice(0, dimension)),
            axis: extents[dimension],
            inner: sizeOf(extents.slice(dimension + 1)),
        };
        extents[dimension] = 1;
        const next = step === repeated.length - 1 ? target : tape.empty([sizeOf(extents)]);
        recordSum(tape, current, next, view);
        current = next;
    });
}
/** Runs an op, and leaves its derivative: each of `toA` and `toB` makes a gradient of the result's shape from dy. */
function binaryOp(op, tape, a, b, toA, toB) {
    const layout = broadcast(op, a.shape, b.shape);
    const y = tape.empty(layout.shape);
    recordBinary(tape, op, a, b, y, layout);
    tape.derivative([y], [a, b], (dy) => {
        giveGradient(tape, a, layout.fourA, layout.sizes, () => toA(dy, y, layout));
        giveGradient(tape, b, layout.fourB, layout.sizes, () => toB(dy, y, layout));
    });
    return y;
}
/** A tensor of the broadcast shape: x op other, where `x` has that shape and `other` is `side` of the op. */
function withOperand(tape, op, x, other, strides, layout) {
    const result = tape.empty(x.shape);
    recordBinary(tape, op, x, other, result, {
        sizes: layout.sizes,
        a: broadcastStrides(layout.sizes),
        b: strides,
    });
    return result;
}
/** a + b. */
export function add(tape, a, b) {
    return binaryOp("add", tape, a, b, (dy) => dy, (dy) => dy);
}
/** a - b. */
export function sub(tape, a, b) {
    return binaryOp("sub", tape, a, b, (dy) => dy, (dy) => unary(tape, "neg", dy));
}
/** a * b. */
export function mul(tape, a, b) {
    return binaryOp("mul", tape, a, b, (dy, _, layout) => withOperand(tape, "mul", dy, b, layout.b, layout), (dy, _, layout) => withOperand(tape, "mul", dy, a, layout.a, layout));
}
/** a / b. */
export function div(tape, a, b) {
    return binaryOp("div", tape, a, b, (dy, _, layout) => withOperand(tape, "div", dy, b, layout.b, layout), (dy, y, layout) => {
        const scaled = withOperand(tape, "mul", dy, y, broadcastStrides(layout.sizes), layout);
        return unary(tape, "neg", withOperand(tape, "div", scaled, b, layout.b, layout));
    });
}
//# sourceMappingURL=binary.js.map