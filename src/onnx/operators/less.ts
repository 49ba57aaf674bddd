/** ONNX's Less: whether a is less than b, broadcast. */
import { greater } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("Less", {
  device: (tape, a, b) => greater(tape, b, a),
  host: (a, b) => Number(a < b),
  type: "bool",
});
