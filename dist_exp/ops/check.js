/** Shape checks that ops share. Messages begin with the op. */
import { ArgumentError, ShapeError } from "../errors.js";
import { show } from "../tensor/index.js";
/** Throws unless `tensor` has `rank` dimensions. */
export function checkRank(op, name, tensor, rank, layout) {
    if (tensor.shape.length !== rank) {
        throw new ShapeError(`${op}: ${name} is ${show(tensor.shape)}: give ${rank} dimensions, ${layout}`);
    }
}
/** Throws unless `tensor` has exactly this shape. */
export function checkShape(op, name, tensor, shape, layout) {
    if (tensor.shape.length !== shape.length || tensor.shape.some((extent, i) => extent !== shape[i])) {
        throw new ShapeError(`${op}: ${name} is ${show(tensor.shape)}, expected ${show(shape)} (${layout})`);
    }
}
/** Throws unless `value` is a finite number of at least `low`, and below or at most `high`. */
export function checkNumber(op, name, value, { low = -Infinity, below = Infinity, high = Infinity } = {}) {
    if (Number.isFinite(value) && value >= low && value < below && value <= high)
        return;
    const from = low === -Infinity ? "a finite number" : `a number from ${low}`;
    const limit = below < Infinity ? ` to below ${below}` : high < Infinity ? ` to ${high}` : " up";
    throw new ArgumentError(`${op}: ${name} is ${String(value)}: give ${from}${low === -Infinity ? "" : limit}`);
}
/** Throws unless `axis` counts a dimension of `shape`, from 0 or from -1 backwards; returns it from 0. */
export function checkAxis(op, axis, shape) {
    const at = axis < 0 ? axis + shape.length : axis;
    if (!Number.isInteger(axis) || at < 0 || at >= shape.length) {
        throw new ArgumentError(`${op}: axis ${axis} of a tensor of shape ${show(shape)} does not exist`);
    }
    return at;
}
/** Throws unless `value` is one of `choices`. */
export function checkChoice(op, name, value, choices) {
    if (!choices.includes(value)) {
        throw new ArgumentError(`${op}: ${name} is ${String(value)}: give ${choices.join(", ")}`);
    }
}
/** Throws unless `value` is a whole number of at least `low`. */
export function checkWhole(op, name, value, low) {
    if (!Number.isInteger(value) || value < low) {
        throw new ArgumentError(`${op}: ${name} is ${value}: give a whole number from ${low} up`);
    }
}
//# sourceMappingURL=check.js.map