/** ONNX's ReduceL1: the sum of absolute values over axes. */
import { abs, sum } from "../../ops/index.js";
import { registerReduction } from "../reduction.js";

registerReduction("ReduceL1", {
  device: (tape, x) => sum(tape, abs(tape, x), 1),
  host: (values) => values.reduce((a, b) => a + Math.abs(b), 0),
});
