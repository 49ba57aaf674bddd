/** ONNX's Reshape: 0 keeps an extent, -1 takes what is left. */
import { sizeOf } from "../../tensor/index.js";
import type { GraphNode } from "../node.js";
import { type Inputs, integersAt, registerOperator, required } from "../operator.js";
import type { GraphValue } from "../value.js";
import { inShape } from "../views.js";

function target(node: GraphNode, inputs: Inputs<GraphValue>): number[] {
  const x = required(node, inputs, 0);
  const wanted = integersAt(node, inputs, 1, "shape") ?? [];
  const keeps = !node.integer("allowzero", 0);
  const shape = wanted.map((extent, axis) => (extent === 0 && keeps ? (x.shape[axis] ?? 0) : extent));
  const open = shape.indexOf(-1);
  // A part that is no whole number leaves a shape of another size, which is refused.
  if (open >= 0) shape[open] = Math.floor(sizeOf(x.shape) / sizeOf(shape.filter((_, axis) => axis !== open)));
  return shape;
}

registerOperator({
  name: "Reshape",
  attributes: ["allowzero"],
  host: (node, inputs) => inShape(null, node, required(node, inputs, 0), target(node, inputs)) as never,
  device: (tape, node, inputs) => inShape(tape, node, required(node, inputs, 0), target(node, inputs)),
});
