/** ONNX's ReduceMax: the largest over axes. */
import { amax } from "../../ops/index.js";
import { registerReduction } from "../reduction.js";

registerReduction("ReduceMax", {
  device: (tape, x) => amax(tape, x, 1),
  host: (values) => Math.max(...values),
});
