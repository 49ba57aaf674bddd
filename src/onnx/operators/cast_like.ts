/** ONNX's CastLike: values as the type of the second input. */
import { castTo } from "../casting.js";
import { registerOperator, required } from "../operator.js";

registerOperator({
  name: "CastLike",
  attributes: ["saturate"],
  host: (node, inputs) => castTo(null, required(node, inputs, 0), required(node, inputs, 1).type) as never,
  device: (tape, node, inputs) => castTo(tape, required(node, inputs, 0), required(node, inputs, 1).type),
});
