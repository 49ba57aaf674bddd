/** ONNX's Squeeze: axes of one element go; all of them where none are named. */
import type { GraphNode } from "../node.js";
import { axesOf, type Inputs, integersAt, registerOperator, required } from "../operator.js";
import { type GraphValue, plainOrder } from "../value.js";
import { withoutAxes } from "../views.js";

function squeezed(node: GraphNode, inputs: Inputs<GraphValue>): GraphValue {
  const x = required(node, inputs, 0);
  const rank = x.shape.length;
  const given = integersAt(node, inputs, 1, "axes");
  return withoutAxes(
    node,
    x,
    given ? axesOf(node, given, rank) : plainOrder(rank).filter((axis) => x.shape[axis] === 1),
  );
}

registerOperator({
  name: "Squeeze",
  attributes: ["axes"],
  host: (node, inputs) => squeezed(node, inputs) as never,
  device: (_, node, inputs) => squeezed(node, inputs),
});
