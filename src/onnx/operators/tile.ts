/** ONNX's Tile: a value repeated along its axes. */
import type { Tape } from "../../autograd/index.js";
import { joined, rangeOf, takeAlong } from "../axes.js";
import { HostTensor } from "../host_tensor.js";
import type { GraphNode } from "../node.js";
import { hostInput, hostSize, type Inputs, registerOperator, required } from "../operator.js";
import type { GraphValue } from "../value.js";

/** Copies of an axis. */
const MOST_REPEATS = 1024;

function tiled(tape: Tape | null, node: GraphNode, inputs: Inputs<GraphValue>): GraphValue {
  const repeats = [...hostInput(node, inputs, 1).values];
  return repeats.reduce(
    (value, count, axis) => {
      if (count === 1) return value;
      if (!(count >= 1 && count <= MOST_REPEATS))
        throw node.fail(`${count} copies: 1 to ${MOST_REPEATS} are supported`);
      if (!(value instanceof HostTensor)) return joined(tape!, Array<GraphValue>(count).fill(value), axis);
      hostSize(node, [value.size, count]);
      const once = rangeOf(0, value.shape[axis]!);
      return takeAlong(null, node, value, axis, Array<number[]>(count).fill(once).flat());
    },
    required(node, inputs, 0),
  );
}

registerOperator({
  name: "Tile",
  host: (node, inputs) => tiled(null, node, inputs) as never,
  device: tiled,
});
