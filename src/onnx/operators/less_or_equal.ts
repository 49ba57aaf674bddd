/** ONNX's LessOrEqual: whether a is at most b, broadcast. */
import { equal, greater, maximum } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("LessOrEqual", {
  device: (tape, a, b) => maximum(tape, greater(tape, b, a), equal(tape, a, b)),
  host: (a, b) => Number(a <= b),
  type: "bool",
});
