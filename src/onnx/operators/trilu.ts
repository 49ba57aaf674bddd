/** ONNX's Trilu: the upper or lower triangle of matrices, and zeros beside it. */
import { where } from "../../ops/index.js";
import { onDevice, onHost } from "../broadcasting.js";
import { HostTensor } from "../host_tensor.js";
import type { GraphNode } from "../node.js";
import { hostSize, type Inputs, optionalHostInput, registerOperator, required } from "../operator.js";
import type { GraphValue } from "../value.js";

/** 1 where an element stays: the diagonal `k` and what lies above or below it. */
function triangle(node: GraphNode, inputs: Inputs<GraphValue>): HostTensor {
  const { shape } = required(node, inputs, 0);
  if (shape.length < 2) throw node.fail(`its input is [${shape.join(", ")}]: give matrices`);
  const [rows, columns] = shape.slice(-2) as [number, number];
  const diagonal = optionalHostInput(node, inputs, 1)?.values[0] ?? 0;
  const upper = node.integer("upper", 1) !== 0;
  const stays = Array.from({ length: hostSize(node, [rows, columns]) }, (_, i) => {
    const offset = (i % columns) - Math.floor(i / columns);
    return Number(upper ? offset >= diagonal : offset <= diagonal);
  });
  return HostTensor.of("bool", [rows, columns], stays);
}

const zero = new HostTensor("float32", [1], new Float32Array(1));

registerOperator({
  name: "Trilu",
  attributes: ["upper"],
  onHost: [1],
  host: (node, inputs) => {
    const x = required(node, inputs, 0);
    return onHost(node, x.type, [triangle(node, inputs), x], (stays, value) => (stays ? value! : 0));
  },
  device: (tape, node, inputs) => {
    const x = required(node, inputs, 0);
    return onDevice(tape, node, [triangle(node, inputs), x, zero], where, x.type);
  },
});
