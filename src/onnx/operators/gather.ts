/** ONNX's Gather: elements at given positions of an axis. */
import type { Tape } from "../../autograd/index.js";
import { takeAlong } from "../axes.js";
import { HostTensor } from "../host_tensor.js";
import type { GraphNode } from "../node.js";
import { axisOf, hostInput, type Inputs, registerOperator, required, resultSize } from "../operator.js";
import { type GraphValue, inOrder, plainOrder, viewed } from "../value.js";

function gathered(tape: Tape | null, node: GraphNode, inputs: Inputs<GraphValue>): GraphValue {
  const x = required(node, inputs, 0);
  const axis = axisOf(node, node.integer("axis", 0), x.shape.length);
  const indices = hostInput(node, inputs, 1);
  const positions = [...indices.values].map((index) => (index < 0 ? index + x.shape[axis]! : index));
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  resultSize(node, shape);
  const taken = takeAlong(tape, node, x, axis, positions);
  if (taken instanceof HostTensor) return taken.reshaped(shape);
  // The gathered axis becomes those of the indices, wherever it lies.
  const added = indices.shape.length;
  const renamed = taken.order.flatMap((each) => {
    if (each === axis) return plainOrder(added).map((i) => axis + i);
    return [each < axis ? each : each + added - 1];
  });
  return taken.with({
    tensor: viewed(tape!, inOrder(tape!, taken, taken.order).tensor, [taken.size]),
    shape,
    order: renamed,
  });
}

registerOperator({
  name: "Gather",
  attributes: ["axis"],
  without: "positions that the model computes from images",
  host: (node, inputs) => gathered(null, node, inputs) as never,
  device: gathered,
});
