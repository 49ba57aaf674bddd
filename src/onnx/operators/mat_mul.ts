/** ONNX's MatMul, with NumPy's rules. A matrix of the file is stored transposed, as linear layers have it. */
import type { Tape } from "../../autograd/index.js";
import { add, linear, matmul } from "../../ops/index.js";
import { onDevice } from "../broadcasting.js";
import type { GraphNode } from "../node.js";
import { type Inputs, type OperatorDefinition, registerOperator, required } from "../operator.js";
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
    const bias = inputs[2] ? plain(tape, upload(tape, inputs[2])) : null;
    return new DeviceValue(linear(tape, rows, right.tensor, bias), shape, plainOrder(shape.length), a.type);
  }
  const left = operand(tape, a);
  const y = matmul(tape, left.tensor, right.tensor, {
    transposeA: left.transposed,
    transposeB: right.transposed,
  });
  const vectors = a.shape.length === 1 && b.shape.length === 1;
  const value = new DeviceValue(y, vectors ? [] : y.shape, plainOrder(vectors ? 0 : y.shape.length), a.type);
  return inputs[2] ? onDevice(tape, node, [value, inputs[2]], add, a.type) : value;
}

/** A product with a matrix of the file, and a row that is added: its third input. */
export const biasedProduct: OperatorDefinition = { name: "MatMul", device: product };

registerOperator({
  name: "MatMul",
  stored: (input, rank) => (input === 1 && rank === 2 ? [1, 0] : null),
  device: product,
});
