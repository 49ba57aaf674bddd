/** Functions of one tensor, element by element. */
import type { Tape } from "../autograd/index.js";
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

export const relu = (tape: Tape, x: Tensor) => unary(tape, "relu", x);
export const tanh = (tape: Tape, x: Tensor) => unary(tape, "tanh", x);
export const sigmoid = (tape: Tape, x: Tensor) => unary(tape, "sigmoid", x);
export const exp = (tape: Tape, x: Tensor) => unary(tape, "exp", x);
export const log = (tape: Tape, x: Tensor) => unary(tape, "log", x);
export const square = (tape: Tape, x: Tensor) => unary(tape, "square", x);
/** x * factor. */
export const scale = (tape: Tape, x: Tensor, factor: number) => unary(tape, "mul_scalar", x, factor);
/** x + offset. */
export const shift = (tape: Tape, x: Tensor, offset: number) => unary(tape, "add_scalar", x, offset);
