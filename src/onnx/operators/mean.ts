/** ONNX's Mean: the mean of any number of values, broadcast. */
import { add, scale } from "../../ops/index.js";
import { registerVariadic } from "../elementwise.js";

registerVariadic("Mean", {
  device: add,
  host: (a, b) => a + b,
  finish: { device: (tape, x, count) => scale(tape, x, 1 / count), host: (x, count) => x / count },
});
