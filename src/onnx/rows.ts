/** Functions of rows: of one axis, or of the last ones. */
import type { Tape } from "../autograd/index.js";
import { sizeOf, type Tensor } from "../tensor/index.js";
import type { GraphNode } from "./node.js";
import { axisOf, type Inputs, required } from "./operator.js";
import { type DeviceValue, type GraphValue, inOrder, plainOrder, upload, viewed } from "./value.js";

/** Since operator set 13 rows are those of one axis; before, all axes from it on were one. */
const ONE_AXIS = 13;

/** Records `op` on the rows [rows, columns] of the node's axis. */
export function overRows(
  tape: Tape,
  node: GraphNode,
  inputs: Inputs<GraphValue>,
  op: (tape: Tape, rows: Tensor) => Tensor,
): DeviceValue {
  const x = upload(tape, required(node, inputs, 0));
  const rank = x.shape.length;
  const single = node.opset >= ONE_AXIS;
  const axis = axisOf(node, node.integer("axis", single ? -1 : 1), rank);
  const order = single ? [...x.order.filter((each) => each !== axis), axis] : plainOrder(rank);
  const columns = single ? x.shape[axis]! : sizeOf(x.shape.slice(axis));
  const rows = viewed(tape, inOrder(tape, x, order).tensor, [x.size / columns, columns]);
  return x.with({ tensor: op(tape, rows), order });
}
