/** ONNX's Expand: axes of one element repeated, up to a shape. */
import { add } from "../../ops/index.js";
import { broadcastShape, onDevice, onHost } from "../broadcasting.js";
import { HostTensor } from "../host_tensor.js";
import type { GraphNode } from "../node.js";
import { hostInput, hostSize, type Inputs, registerOperator, required } from "../operator.js";
import { DeviceValue, type GraphValue } from "../value.js";

const shapeOf = (node: GraphNode, inputs: Inputs<GraphValue>) =>
  broadcastShape(node, [required(node, inputs, 0).shape, [...hostInput(node, inputs, 1).values]]);

registerOperator({
  name: "Expand",
  host: (node, inputs) => {
    const x = required(node, inputs, 0);
    const shape = shapeOf(node, inputs);
    const zeros = new HostTensor("float32", shape, new Float32Array(hostSize(node, shape)));
    return onHost(node, x.type, [x, zeros], (value) => value!);
  },
  device: (tape, node, inputs) => {
    const x = required(node, inputs, 0);
    const shape = shapeOf(node, inputs);
    if (shape.length === x.shape.length && shape.every((extent, axis) => extent === x.shape[axis])) return x;
    return onDevice(tape, node, [x, new DeviceValue(tape.zeros(shape), shape)], add, x.type);
  },
});
