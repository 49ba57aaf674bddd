/** ONNX's Sub: a - b, broadcast. */
import { shift, sub } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("Sub", {
  device: sub,
  host: (a, b) => a - b,
  single: (tape, a, b) => shift(tape, a, -b),
});
