/** ONNX's Tile: a value repeated along its axes. */
import type { Tape } from "../../autograd/index.js";
import { joined, rangeOf, takeAlong } from "../axes.js";
import { HostTensor } from "../host_tensor.js";
import type { GraphNode } from "../node.js";
import { hostSize, type Inputs, integersAt, registerOperator, required, resultSize } from "../operator.js";
import type { GraphValue } from "../value.js";

/** Copies of an axis. */
const MOST_REPEATS = 1024;

function tiled(tape: Tape | null, node: GraphNode, inputs: Inputs<GraphValue>): GraphValue {
  const x = required(node, inputs, 0);
  const repeats = integersAt(node, inputs, 1, "repeats") ?? [];
  if (repeats.length !== x.shape.length) {
    throw node.fail(`${repeats.length} numbers of copies for ${x.shape.length} axes: export the model again`);
  }
  resultSize(
    node,
    x.shape.map((extent, axis) => extent * repeats[axis]!),
  );
  return repeats.reduce<GraphValue>((value, count, axis) => {
    if (count === 1) return value;
    if (!(count >= 1 && count <= MOST_REPEATS))
      throw node.fail(`${count} copies: 1 to ${MOST_REPEATS} are supported`);
    if (!(value instanceof HostTensor)) return joined(tape!, Array<GraphValue>(count).fill(value), axis);
    hostSize(node, [value.size, count]);
    const once = rangeOf(0, value.shape[axis]!);
    return takeAlong(null, node, value, axis, Array<number[]>(count).fill(once).flat());
  }, x);
}

registerOperator({
  name: "Tile",
  host: (node, inputs) => tiled(null, node, inputs) as never,
  device: tiled,
});
