/** ONNX's Celu: x above 0, alpha (exp(x / alpha) - 1) below. */
import { elu, scale } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Celu", {
  attributes: ["alpha"],
  device: (tape, x, node) => {
    const alpha = node.float("alpha", 1);
    return scale(tape, elu(tape, scale(tape, x, 1 / alpha)), alpha);
  },
});
