/** ONNX's Where: the second value where the first is true, else the third, broadcast. */
import { where } from "../../ops/index.js";
import { onDevice, onHost } from "../broadcasting.js";
import { registerOperator, required } from "../operator.js";

registerOperator({
  name: "Where",
  host: (node, inputs) => {
    const all = [0, 1, 2].map((i) => required(node, inputs, i));
    return onHost(node, all[1]!.type, all, (condition, a, b) => (condition ? a : b)!);
  },
  device: (tape, node, inputs) => {
    const all = [0, 1, 2].map((i) => required(node, inputs, i));
    return onDevice(tape, node, all, where, all[1]!.type);
  },
});
