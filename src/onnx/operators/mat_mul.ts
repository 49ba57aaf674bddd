/** ONNX's MatMul, with NumPy's rules. A matrix of the file is stored transposed, as linear layers have it. */
import type { Tape } from "../../autograd/index.js";
import { linear, matmul } from "../../ops/index.js";
import type { GraphNode } from "../node.js";
import { type Inputs, registerOperator, required } from "../operator.js";
import { DeviceValue, type GraphValue, inOrder, plain, plainOrder, upload, viewed } from "../value.js";

/** A tensor of ONNX's shape, or with the last two axes exchanged where it lies so. */
function operand(tape: Tape, value: DeviceValue) {
  const rank = value.shape.length;
  const swapped = [...plainOrder(rank).slice(0, -2), rank - 1, rank - 2];
  const transposed = rank >= 2 && value.order.every((axis, i) => axis === swapped[i]);
  const ordered = transposed ? value : inOrder(tape, value, plainOrder(rank));
  return { tensor: viewed(tape, ordered.tensor, ordered.stored), transposed };
}

function product(tape: Tape, node: GraphNode, inputs: Inputs<GraphValue>): DeviceValue {
  const a = upload(tape, required(node, inputs, 0));
  const b = upload(tape, required(node, inputs, 1));
  const right = operand(tape, b);
  if (b.shape.length === 2 && right.transposed && a.shape.length >= 2 && a.shape.at(-1) === b.shape[0]) {
    const [inner, columns] = b.shape as [number, number];
    const rows = viewed(tape, plain(tape, a), [a.size / inner, inner]);
    const shape = [...a.shape.slice(0, -1), columns];
    return new DeviceValue(linear(tape, rows, right.tensor, null), shape, plainOrder(shape.length), a.type);
  }
  const left = operand(tape, a);
  const y = matmul(tape, left.tensor, right.tensor, {
    transposeA: left.transposed,
    transposeB: right.transposed,
  });
  const vectors = a.shape.length === 1 && b.shape.length === 1;
  return new DeviceValue(y, vectors ? [] : y.shape, plainOrder(vectors ? 0 : y.shape.length), a.type);
}

registerOperator({
  name: "MatMul",
  stored: (input, rank) => (input === 1 && rank === 2 ? [1, 0] : null),
  device: product,
});
