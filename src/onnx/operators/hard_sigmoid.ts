/** ONNX's HardSigmoid: alpha x + beta within 0 and 1. */
import { clamp, scale, shift } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("HardSigmoid", {
  attributes: ["alpha", "beta"],
  device: (tape, x, node) => {
    const line = shift(tape, scale(tape, x, node.float("alpha", 0.2)), node.float("beta", 0.5));
    return clamp(tape, line, { min: 0, max: 1 });
  },
});
