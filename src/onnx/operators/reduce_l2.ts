/** ONNX's ReduceL2: the root of the sum of squares over axes. */
import { sqrt, square, sum } from "../../ops/index.js";
import { registerReduction } from "../reduction.js";

registerReduction("ReduceL2", {
  device: (tape, x) => sqrt(tape, sum(tape, square(tape, x), 1)),
  host: (values) => Math.sqrt(values.reduce((a, b) => a + b * b, 0)),
});
