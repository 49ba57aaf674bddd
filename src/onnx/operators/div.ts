/** ONNX's Div: a / b, towards zero for whole numbers, broadcast. */
import type { Tape } from "../../autograd/index.js";
import { abs, div, greater, mul, round, sub, unary } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { isInteger } from "../element_types.js";
import { registerBinary } from "../elementwise.js";

/** Whole numbers as float32. The nearest quotient is exact however a GPU rounds; one that is too large is made smaller. */
function towardsZero(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const [dividend, divisor] = [abs(tape, a), abs(tape, b)];
  const nearest = round(tape, div(tape, dividend, divisor));
  const quotient = sub(tape, nearest, greater(tape, mul(tape, nearest, divisor), dividend));
  return mul(tape, mul(tape, unary(tape, "sign", a), unary(tape, "sign", b)), quotient);
}

registerBinary("Div", {
  device: (tape, a, b, type) => (isInteger(type) ? towardsZero(tape, a, b) : div(tape, a, b)),
  host: (a, b, type) => (isInteger(type) ? Math.trunc(a / b) : a / b),
});
