/** ONNX's LeakyRelu: x above 0, alpha x below. */
import { leakyRelu } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("LeakyRelu", {
  attributes: ["alpha"],
  device: (tape, x, node) => leakyRelu(tape, x, node.float("alpha", 0.01)),
});
