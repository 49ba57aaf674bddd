/** ONNX's Split: a value cut along an axis into parts of given extents, or of equal ones. */
import type { Tape } from "../../autograd/index.js";
import { rangeOf, takeAlong } from "../axes.js";
import type { GraphNode } from "../node.js";
import { axisOf, type Inputs, integersAt, registerOperator, required } from "../operator.js";
import type { GraphValue } from "../value.js";

function parts(tape: Tape | null, node: GraphNode, inputs: Inputs<GraphValue>): GraphValue[] {
  const x = required(node, inputs, 0);
  const axis = axisOf(node, node.integer("axis", 0), x.shape.length);
  const extent = x.shape[axis]!;
  const count = node.outputs.length;
  const equal = Math.ceil(extent / count);
  const sizes =
    integersAt(node, inputs, 1, "split") ??
    Array.from({ length: count }, (_, i) => Math.max(0, Math.min(equal, extent - i * equal)));
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (sizes.length !== count || sum !== extent || sizes.some((size) => size < 0)) {
    throw node.fail(
      `parts of ${sizes.slice(0, 8).join(", ")} for ${count} outputs and an axis of ${extent}: export the model again`,
    );
  }
  let start = 0;
  return sizes.map((size) => {
    const part = takeAlong(tape, node, x, axis, rangeOf(start, size));
    start += size;
    return part;
  });
}

registerOperator({
  name: "Split",
  attributes: ["axis", "split", "num_outputs"],
  outputs: Infinity,
  host: (node, inputs) => parts(null, node, inputs) as never,
  device: parts,
});
