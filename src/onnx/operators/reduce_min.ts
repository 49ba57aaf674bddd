/** ONNX's ReduceMin: the smallest over axes. */
import { amin } from "../../ops/index.js";
import { registerReduction } from "../reduction.js";

registerReduction("ReduceMin", {
  device: (tape, x) => amin(tape, x, 1),
  host: (values) => Math.min(...values),
});
