/** ONNX's Shape: the extents of a value, or those from `start` to `end`. */
import { HostTensor } from "../host_tensor.js";
import type { GraphNode } from "../node.js";
import { type Inputs, registerOperator, required } from "../operator.js";
import type { GraphValue } from "../value.js";

function extents(node: GraphNode, inputs: Inputs<GraphValue>): HostTensor {
  const { shape } = required<GraphValue>(node, inputs, 0);
  return HostTensor.integers(shape.slice(node.integer("start", 0), node.integer("end", shape.length)));
}

registerOperator({
  name: "Shape",
  attributes: ["start", "end"],
  host: extents,
  device: (_, node, inputs) => extents(node, inputs),
});
