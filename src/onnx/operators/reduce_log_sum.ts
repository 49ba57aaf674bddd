/** ONNX's ReduceLogSum: the logarithm of the sum over axes. */
import { log, sum } from "../../ops/index.js";
import { registerReduction } from "../reduction.js";

registerReduction("ReduceLogSum", {
  device: (tape, x) => log(tape, sum(tape, x, 1)),
  host: (values) => Math.log(values.reduce((a, b) => a + b, 0)),
});
