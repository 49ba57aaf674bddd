/** ONNX's IsNaN: whether x is NaN. */
import { equal, scale, shift } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("IsNaN", {
  device: (tape, x) => shift(tape, scale(tape, equal(tape, x, x), -1), 1),
  host: (x) => Number(Number.isNaN(x)),
  type: "bool",
});
