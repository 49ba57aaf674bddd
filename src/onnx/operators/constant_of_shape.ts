/** ONNX's ConstantOfShape: one number, 0 by default, in a shape that is given as values. */
import { HostTensor } from "../host_tensor.js";
import { hostSize, registerOperator, required } from "../operator.js";

registerOperator({
  name: "ConstantOfShape",
  attributes: ["value"],
  host: (node, inputs) => {
    const shape = [...required(node, inputs, 0).values];
    const value = node.tensor("value");
    const filled = new Float64Array(hostSize(node, shape)).fill(value?.values[0] ?? 0);
    return HostTensor.of(value?.type ?? "float32", shape, filled);
  },
});
