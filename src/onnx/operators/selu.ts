/** ONNX's Selu: gamma times x above 0, alpha (exp(x) - 1) below (Klambauer et al. 2017). */
import { elu, scale } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Selu", {
  attributes: ["alpha", "gamma"],
  device: (tape, x, node) => {
    const bent = elu(tape, x, node.float("alpha", 1.6732632423543772));
    return scale(tape, bent, node.float("gamma", 1.0507009873554805));
  },
});
