/** ONNX's Clip: values within a minimum and a maximum. */
import { maximum, minimum, unary } from "../../ops/index.js";
import { onDevice, onHost } from "../broadcasting.js";
import { HostTensor } from "../host_tensor.js";
import type { GraphNode } from "../node.js";
import type { Inputs } from "../operator.js";
import { registerOperator, required } from "../operator.js";
import { type GraphValue, upload } from "../value.js";

/** A limit of the newer operator sets' input, or of the older ones' attribute. */
function limit<V extends GraphValue>(
  node: GraphNode,
  inputs: Inputs<V>,
  index: number,
  name: string,
): V | number | null {
  return inputs[index] ?? (node.has(name) ? node.float(name, 0) : null);
}

registerOperator({
  name: "Clip",
  attributes: ["max", "min"],
  host: (node, inputs) => {
    const x = required(node, inputs, 0);
    const limits = [limit(node, inputs, 1, "min"), limit(node, inputs, 2, "max")];
    const [low, high] = limits.map((each) => (each instanceof HostTensor ? (each.values[0] ?? null) : each));
    return onHost(node, x.type, [x], (value) =>
      Math.min(Math.max(value!, low ?? -Infinity), high ?? Infinity),
    );
  },
  device: (tape, node, inputs) => {
    let x = upload(tape, required(node, inputs, 0));
    for (const [index, name, op, fixed] of [
      [1, "min", maximum, "clamp_min"],
      [2, "max", minimum, "clamp_max"],
    ] as const) {
      const bound = limit(node, inputs, index, name);
      const value = bound instanceof HostTensor && bound.size === 1 ? bound.values[0]! : bound;
      if (value === null) continue;
      if (typeof value !== "number") x = onDevice(tape, node, [x, value], op, x.type);
      else if (Number.isFinite(value)) x = x.with({ tensor: unary(tape, fixed, x.tensor, value) });
    }
    return x;
  },
});
