/** Functions of one tensor, element by element. */
import type { Tape } from "../autograd/index.js";
import { unaryOps } from "../kernels/unary.js";
import type { Tensor } from "../tensor/index.js";
/**
 * y = op(x), element by element; ops with a parameter take `alpha`.
 * `unaryOps` lists the names.
 */
export declare function unary(tape: Tape, op: keyof typeof unaryOps, x: Tensor, alpha?: number): Tensor;
export declare const relu: (tape: Tape, x: Tensor) => Tensor<"f32">;
export declare const tanh: (tape: Tape, x: Tensor) => Tensor<"f32">;
export declare const sigmoid: (tape: Tape, x: Tensor) => Tensor<"f32">;
export declare const exp: (tape: Tape, x: Tensor) => Tensor<"f32">;
export declare const log: (tape: Tape, x: Tensor) => Tensor<"f32">;
export declare const square: (tape: Tape, x: Tensor) => Tensor<"f32">;
/** The square root; NaN of negative numbers, and an infinite derivative at zero. */
export declare const sqrt: (tape: Tape, x: Tensor) => Tensor<"f32">;
/** The absolute value, with the derivative 0 at zero. */
export declare const abs: (tape: Tape, x: Tensor) => Tensor<"f32">;
/** -x. */
export declare const neg: (tape: Tape, x: Tensor) => Tensor<"f32">;
/** x * sigmoid(x) (also called swish). */
export declare const silu: (tape: Tape, x: Tensor) => Tensor<"f32">;
/** log(1 + exp(x)), without overflow. */
export declare const softplus: (tape: Tape, x: Tensor) => Tensor<"f32">;
/** x * factor. */
export declare const scale: (tape: Tape, x: Tensor, factor: number) => Tensor<"f32">;
/** x + offset. */
export declare const shift: (tape: Tape, x: Tensor, offset: number) => Tensor<"f32">;
/** x where it is above zero, else negativeSlope * x. Default slope 0.01. */
export declare const leakyRelu: (tape: Tape, x: Tensor, negativeSlope?: number) => Tensor<"f32">;
/** x where it is above zero, else alpha * (exp(x) - 1). Default alpha 1. */
export declare const elu: (tape: Tape, x: Tensor, alpha?: number) => Tensor<"f32">;
/** x^exponent, as C's pow: NaN for negative x unless the exponent is whole. */
export declare function pow(tape: Tape, x: Tensor, exponent: number): Tensor;
export interface GeluOptions {
    /** "tanh": 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). Default "none": with the error function. */
    readonly approximate?: "none" | "tanh";
}
/** x times the normal distribution function of x (Hendrycks and Gimpel 2016), as PyTorch's gelu. */
export declare function gelu(tape: Tape, x: Tensor, { approximate }?: GeluOptions): Tensor;
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
export declare function clamp(tape: Tape, x: Tensor, { min, max }: ClampOptions): Tensor;
