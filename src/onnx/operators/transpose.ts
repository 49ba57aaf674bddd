/** ONNX's Transpose: axes in another order. On the device nothing moves until a node needs it. */
import type { GraphNode } from "../node.js";
import { axisOf, type Inputs, registerOperator, required } from "../operator.js";
import { type GraphValue, plainOrder } from "../value.js";
import { turned } from "../views.js";

function transposed(node: GraphNode, inputs: Inputs<GraphValue>): GraphValue {
  const x = required(node, inputs, 0);
  const rank = x.shape.length;
  const axes = node.integers("perm")?.map((axis) => axisOf(node, axis, rank)) ?? plainOrder(rank).reverse();
  if (new Set(axes).size !== rank)
    throw node.fail(`axes ${axes.join(", ")} of ${rank}: export the model again`);
  return turned(x, axes);
}

registerOperator({
  name: "Transpose",
  attributes: ["perm"],
  host: (node, inputs) => transposed(node, inputs) as never,
  device: (_, node, inputs) => transposed(node, inputs),
});
