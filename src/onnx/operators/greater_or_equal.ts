/** ONNX's GreaterOrEqual: whether a is at least b, broadcast. */
import { equal, greater, maximum } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("GreaterOrEqual", {
  device: (tape, a, b) => maximum(tape, greater(tape, a, b), equal(tape, a, b)),
  host: (a, b) => Number(a >= b),
  type: "bool",
});
