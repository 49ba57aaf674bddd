/** ONNX's ReduceMean: the mean over axes. */
import { mean } from "../../ops/index.js";
import { registerReduction } from "../reduction.js";

registerReduction("ReduceMean", {
  device: (tape, x) => mean(tape, x, 1),
  host: (values) => values.reduce((a, b) => a + b, 0) / values.length,
});
