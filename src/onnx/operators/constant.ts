/** ONNX's Constant: a value of the file. */
import { HostTensor } from "../host_tensor.js";
import { registerOperator } from "../operator.js";

registerOperator({
  name: "Constant",
  attributes: ["value", "value_float", "value_floats", "value_int", "value_ints"],
  host: (node) => {
    const tensor = node.tensor("value");
    if (tensor) return tensor;
    const [floats, integers] = [node.floats("value_floats"), node.integers("value_ints")];
    if (floats) return HostTensor.of("float32", [floats.length], floats);
    if (integers) return HostTensor.integers(integers);
    if (node.has("value_int")) return HostTensor.integers([node.integer("value_int", 0)], []);
    if (node.has("value_float")) return HostTensor.of("float32", [], [node.float("value_float", 0)]);
    throw node.fail("it has no value: export the model again");
  },
});
