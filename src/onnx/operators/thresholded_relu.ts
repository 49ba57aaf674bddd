/** ONNX's ThresholdedRelu: x above alpha, else 0. */
import { greater, where } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("ThresholdedRelu", {
  attributes: ["alpha"],
  device: (tape, x, node) => {
    const limit = tape.constant(Float32Array.of(node.float("alpha", 1)), [1]);
    return where(tape, greater(tape, x, limit), x, tape.zeros([1]));
  },
});
