/** ONNX's Xor: whether one alone is true, broadcast. */
import { abs, sub } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("Xor", {
  device: (tape, a, b) => abs(tape, sub(tape, a, b)),
  host: (a, b) => Number(a !== b),
  type: "bool",
});
