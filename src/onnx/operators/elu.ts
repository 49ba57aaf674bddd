/** ONNX's Elu: x above 0, alpha (exp(x) - 1) below. */
import { elu } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Elu", {
  attributes: ["alpha"],
  device: (tape, x, node) => elu(tape, x, node.float("alpha", 1)),
});
