/** ONNX's Concat: values joined along an axis. */
import { sizeOf } from "../../tensor/index.js";
import { joined } from "../axes.js";
import { HostTensor } from "../host_tensor.js";
import { axisOf, hostSize, registerOperator, required } from "../operator.js";

registerOperator({
  name: "Concat",
  attributes: ["axis"],
  host: (node, inputs) => {
    const values = inputs.map((_, i) => required(node, inputs, i));
    const first = values[0]!;
    const axis = axisOf(node, node.integer("axis", 1), first.shape.length);
    const extent = values.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
    const shape = first.shape.map((size, i) => (i === axis ? extent : size));
    hostSize(node, shape);
    const result: number[] = [];
    for (let outer = 0; outer < sizeOf(shape.slice(0, axis)); outer++) {
      for (const value of values) {
        const run = sizeOf(value.shape.slice(axis));
        for (let i = 0; i < run; i++) result.push(value.values[outer * run + i]!);
      }
    }
    return HostTensor.of(first.type, shape, result);
  },
  device: (tape, node, inputs) => {
    const values = inputs.map((_, i) => required(node, inputs, i)).filter(({ shape }) => !shape.includes(0));
    return joined(tape, values, axisOf(node, node.integer("axis", 1), values[0]!.shape.length));
  },
});
