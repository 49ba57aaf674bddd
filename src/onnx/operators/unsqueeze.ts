/** ONNX's Unsqueeze: axes of one element more. */
import type { GraphNode } from "../node.js";
import { axesOf, type Inputs, integersAt, registerOperator, required, resultSize } from "../operator.js";
import type { GraphValue } from "../value.js";
import { withAxes } from "../views.js";

function unsqueezed(node: GraphNode, inputs: Inputs<GraphValue>): GraphValue {
  const x = required(node, inputs, 0);
  const given = integersAt(node, inputs, 1, "axes") ?? [];
  const rank = x.shape.length + given.length;
  resultSize(node, Array<number>(rank).fill(1));
  return withAxes(x, axesOf(node, given, rank));
}

registerOperator({
  name: "Unsqueeze",
  attributes: ["axes"],
  host: (node, inputs) => unsqueezed(node, inputs) as never,
  device: (_, node, inputs) => unsqueezed(node, inputs),
});
