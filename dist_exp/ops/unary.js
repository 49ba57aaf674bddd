import { ArgumentError } from "../errors.js";
import { unaryBackward, unaryForward, unaryOps } from "../kernels/unary.js";
import { checkChoice, checkNumber } from "./check.js";
/**
 * y = op(x), element by element; ops with a parameter take `alpha`.
 * `unaryOps` lists the names.
 */
export function unary(tape, op, x, alpha = 0) {
    checkChoice("unary", "op", op, Object.keys(unaryOps));
    checkNumber(op, "alpha", alpha);
    const params = { count: x.size, op: unaryOps[op], alpha };
    const y = tape.empty(x.shape);
    tape.record(unaryForward, { x, y }, params);
    tape.derivative([y], [x], (dy) => {
        tape.accumulate([x], (dx) => tape.record(unaryBackward, { dy, x, y, dx }, params));
    });
    return y;
}
export const relu = (tape, x) => unary(tape, "relu", x);
export const tanh = (tape, x) => unary(tape, "tanh", x);
export const sigmoid = (tape, x) => unary(tape, "sigmoid", x);
export const exp = (tape, x) => unary(tape, "exp", x);
export const log = (tape, x) => unary(tape, "log", x);
export const square = (tape, x) => unary(tape, "square", x);
/** The square root; NaN of negative numbers, and an infinite derivative at zero. */
export const sqrt = (tape, x) => unary(tape, "sqrt", x);
/** The absolute value, with the derivative 0 at zero. */
export const abs = (tape, x) => unary(tape, "abs", x);
/** -x. */
export const neg = (tape, x) => unary(tape, "neg", x);
/** x * sigmoid(x) (also called swish). */
export const silu = (tape, x) => unary(tape, "silu", x);
/** log(1 + exp(x)), without overflow. */
export const softplus = (tape, x) => unary(tape, "softplus", x);
/** x * factor. */
export const scale = (tape, x, factor) => unary(tape, "mul_scalar", x, factor);
/** x + offset. */
export const shift = (tape, x, offset) => unary(tape, "add_scalar", x, offset);
/** x where it is above zero, else negativeSlope * x. Default slope 0.01. */
export const leakyRelu = (tape, x, negativeSlope = 0.01) => unary(tape, "leaky_relu", x, negativeSlope);
/** x where it is above zero, else alpha * (exp(x) - 1). Default alpha 1. */
export const elu = (tape, x, alpha = 1) => unary(tape, "elu", x, alpha);
/** Powers with a quicker way. */
const powers = new Map([
    [2, "square"],
    [0.5, "sqrt"],
    [-0.5, "rsqrt"],
    [-1, "reciprocal"],
]);
/** x^exponent, as C's pow: NaN for negative x unless the exponent is whole. */
export function pow(tape, x, exponent) {
    const op = powers.get(exponent);
    return op ? unary(tape, op, x) : unary(tape, "pow_scalar", x, exponent);
}
/** x times the normal distribution function of x (Hendrycks and Gimpel 2016), as PyTorch's gelu. */
export function gelu(tape, x, { approximate = "none" } = {}) {
    checkChoice("gelu", "approximate", approximate, ["none", "tanh"]);
    return unary(tape, approximate === "tanh" ? "gelu_tanh" : "gelu", x);
}
/**
 * x, but `min` where it is less and `max` where it is more; NaN stays NaN. The derivative is 1 within the limits and at
 * them, else 0.
 * @throws {ArgumentError} when neither is given, one is no finite number, or `min` is above `max`.
 */
export function clamp(tape, x, { min, max }) {
    if (min === undefined && max === undefined) {
        throw new ArgumentError("clamp: neither min nor max is given: give one of them");
    }
    if (min !== undefined)
        checkNumber("clamp", "min", min);
    if (max !== undefined)
        checkNumber("clamp", "max", max, { low: min ?? -Infinity });
    const above = min === undefined ? x : unary(tape, "clamp_min", x, min);
    return max === undefined ? above : unary(tape, "clamp_max", above, max);
}
//# sourceMappingURL=unary.js.map