/** ONNX's Size: the number of elements. */
import { HostTensor } from "../host_tensor.js";
import { registerOperator, required } from "../operator.js";
import type { GraphValue } from "../value.js";

registerOperator({
  name: "Size",
  host: (node, inputs) => HostTensor.integers([required(node, inputs, 0).size], []),
  device: (_, node, inputs) => HostTensor.integers([required<GraphValue>(node, inputs, 0).size], []),
});
