/** ONNX's Flatten: the axes before `axis` become one, and those from it on. */
import { sizeOf } from "../../tensor/index.js";
import type { GraphNode } from "../node.js";
import { type Inputs, registerOperator, required } from "../operator.js";
import type { GraphValue } from "../value.js";
import { inShape } from "../views.js";

function target(node: GraphNode, inputs: Inputs<GraphValue>): number[] {
  const { shape } = required(node, inputs, 0);
  const axis = node.integer("axis", 1);
  const at = axis < 0 ? axis + shape.length : axis;
  return [sizeOf(shape.slice(0, at)), sizeOf(shape.slice(at))];
}

registerOperator({
  name: "Flatten",
  attributes: ["axis"],
  host: (node, inputs) => inShape(null, node, required(node, inputs, 0), target(node, inputs)) as never,
  device: (tape, node, inputs) => inShape(tape, node, required(node, inputs, 0), target(node, inputs)),
});
