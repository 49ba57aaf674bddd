/** ONNX's Concat: values joined along an axis. */
import { sizeOf } from "../../tensor/index.js";
import { joined } from "../axes.js";
import { HostTensor } from "../host_tensor.js";
import type { GraphNode } from "../node.js";
import { axisOf, hostSize, type Inputs, registerOperator, required, resultSize } from "../operator.js";
import type { GraphValue } from "../value.js";

/** The values, the axis, and the result's shape. */
function partsOf<V extends GraphValue>(node: GraphNode, inputs: Inputs<V>) {
  const first = required(node, inputs, 0);
  const values = inputs.map((_, i) => required(node, inputs, i));
  const axis = axisOf(node, node.integer("axis", 1), first.shape.length);
  const others = (value: V) => value.shape.map((extent, i) => (i === axis ? -1 : extent)).join();
  const odd = values.find((value) => others(value) !== others(first));
  if (odd) {
    throw node.fail(
      `[${first.shape.join(", ")}] and [${odd.shape.join(", ")}] differ beside axis ${axis}: give inputs of the size that the model is made for`,
    );
  }
  const extent = values.reduce((sum, value) => sum + (value.shape[axis] ?? 0), 0);
  return { values, axis, shape: first.shape.map((size, i) => (i === axis ? extent : size)) };
}

registerOperator({
  name: "Concat",
  attributes: ["axis"],
  host: (node, inputs) => {
    const { values, axis, shape } = partsOf(node, inputs);
    hostSize(node, shape);
    const result: number[] = [];
    for (let outer = 0; outer < sizeOf(shape.slice(0, axis)); outer++) {
      for (const value of values) {
        const run = sizeOf(value.shape.slice(axis));
        for (let i = 0; i < run; i++) result.push(value.values[outer * run + i]!);
      }
    }
    return HostTensor.of(values[0]!.type, shape, result);
  },
  device: (tape, node, inputs) => {
    const { values, axis, shape } = partsOf(node, inputs);
    // Device memory holds nothing that is empty.
    if (resultSize(node, shape) === 0) return HostTensor.of(values[0]!.type, shape, []);
    return joined(
      tape,
      values.filter(({ size }) => size > 0),
      axis,
    );
  },
});
