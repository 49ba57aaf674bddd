/** Functions of one tensor, element by element. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError } from "../errors.js";
import { unaryBackward, unaryForward, unaryOps } from "../kernels/unary.js";
import type { Tensor } from "../tensor/index.js";
import { checkChoice, checkNumber } from "./check.js";

/**
 * y = op(x), element by element; ops with a parameter take `alpha`.
 * `unaryOps` lists the names.
 */
export function unary(tape: Tape, op: keyof typeof unaryOps, x: Tensor, alpha = 0): Tensor {
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

/** max(x, 0); the derivative at zero is 0. */
export const relu = (tape: Tape, x: Tensor) => unary(tape, "relu", x);
/** The hyperbolic tangent. */
export const tanh = (tape: Tape, x: Tensor) => unary(tape, "tanh", x);
/** 1 / (1 + exp(-x)). */
export const sigmoid = (tape: Tape, x: Tensor) => unary(tape, "sigmoid", x);
/** e^x. */
export const exp = (tape: Tape, x: Tensor) => unary(tape, "exp", x);
/** The natural logarithm; NaN of negative numbers, -Infinity of 0. */
export const log = (tape: Tape, x: Tensor) => unary(tape, "log", x);
/** x * x. */
export const square = (tape: Tape, x: Tensor) => unary(tape, "square", x);
/** The square root; NaN of negative numbers, and an infinite derivative at zero. */
export const sqrt = (tape: Tape, x: Tensor) => unary(tape, "sqrt", x);
/** The absolute value, with the derivative 0 at zero. */
export const abs = (tape: Tape, x: Tensor) => unary(tape, "abs", x);
/** -x. */
export const neg = (tape: Tape, x: Tensor) => unary(tape, "neg", x);
/** x * sigmoid(x) (also called swish). */
export const silu = (tape: Tape, x: Tensor) => unary(tape, "silu", x);
/** log(1 + exp(x)), without overflow. */
export const softplus = (tape: Tape, x: Tensor) => unary(tape, "softplus", x);
/** x * factor. */
export const scale = (tape: Tape, x: Tensor, factor: number) => unary(tape, "mul_scalar", x, factor);
/** x + offset. */
export const shift = (tape: Tape, x: Tensor, offset: number) => unary(tape, "add_scalar", x, offset);
/** x where it is above zero, else negativeSlope * x. Default slope 0.01. */
export const leakyRelu = (tape: Tape, x: Tensor, negativeSlope = 0.01) =>
  unary(tape, "leaky_relu", x, negativeSlope);
/** x where it is above zero, else alpha * (exp(x) - 1). Default alpha 1. */
export const elu = (tape: Tape, x: Tensor, alpha = 1) => unary(tape, "elu", x, alpha);

/** The error function. */
export const erf = (tape: Tape, x: Tensor) => unary(tape, "erf", x);
/** The largest whole number up to x; the derivative is 0. */
export const floor = (tape: Tape, x: Tensor) => unary(tape, "floor", x);
/** The smallest whole number from x up; the derivative is 0. */
export const ceil = (tape: Tape, x: Tensor) => unary(tape, "ceil", x);
/** The nearest whole number, of two the even one; the derivative is 0. */
export const round = (tape: Tape, x: Tensor) => unary(tape, "round", x);

/** Powers with a quicker way. */
const powers = new Map([
  [2, "square"],
  [0.5, "sqrt"],
  [-0.5, "rsqrt"],
  [-1, "reciprocal"],
] as const);

/** x^exponent, as C's pow: NaN for negative x unless the exponent is whole. */
export function pow(tape: Tape, x: Tensor, exponent: number): Tensor {
  const op = powers.get(exponent as 2);
  return op ? unary(tape, op, x) : unary(tape, "pow_scalar", x, exponent);
}

/** Settings of `gelu`. */
export interface GeluOptions {
  /** "tanh": 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). Default "none": with the error function. */
  readonly approximate?: "none" | "tanh";
}

/** x times the normal distribution function of x (Hendrycks and Gimpel 2016), as PyTorch's gelu. */
export function gelu(tape: Tape, x: Tensor, { approximate = "none" }: GeluOptions = {}): Tensor {
  checkChoice("gelu", "approximate", approximate, ["none", "tanh"]);
  return unary(tape, approximate === "tanh" ? "gelu_tanh" : "gelu", x);
}

/** Settings of `clamp`. */
export interface ClampOptions {
  /** Default: none. */
  readonly min?: number;
  /** Default: none. */
  readonly max?: number;
}

/**
 * x, but `min` where it is less and `max` where it is more; NaN stays NaN. The derivative is 1 within the limits and at
 * them, else 0.
 * @throws {ArgumentError} when neither is given, one is no finite number, or `min` is above `max`.
 */
export function clamp(tape: Tape, x: Tensor, { min, max }: ClampOptions): Tensor {
  if (min === undefined && max === undefined) {
    throw new ArgumentError("clamp: neither min nor max is given: give one of them");
  }
  if (min !== undefined) checkNumber("clamp", "min", min);
  if (max !== undefined) checkNumber("clamp", "max", max, { low: min ?? -Infinity });
  const above = min === undefined ? x : unary(tape, "clamp_min", x, min);
  return max === undefined ? above : unary(tape, "clamp_max", above, max);
}
