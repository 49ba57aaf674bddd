/** ONNX's ReduceSum: the sum over axes. */
import { sum } from "../../ops/index.js";
import { registerReduction } from "../reduction.js";

registerReduction("ReduceSum", {
  device: (tape, x) => sum(tape, x, 1),
  host: (values) => values.reduce((a, b) => a + b, 0),
});
