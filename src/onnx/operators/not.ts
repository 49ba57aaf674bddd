/** ONNX's Not: 1 where x is false. */
import { scale, shift } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Not", {
  device: (tape, x) => shift(tape, scale(tape, x, -1), 1),
  host: (x) => Number(x === 0),
  type: "bool",
});
