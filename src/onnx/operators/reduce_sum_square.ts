/** ONNX's ReduceSumSquare: the sum of squares over axes. */
import { square, sum } from "../../ops/index.js";
import { registerReduction } from "../reduction.js";

registerReduction("ReduceSumSquare", {
  device: (tape, x) => sum(tape, square(tape, x), 1),
  host: (values) => values.reduce((a, b) => a + b * b, 0),
});
