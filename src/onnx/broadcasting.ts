/** Functions of several values, element by element, with NumPy's broadcasting. */
import type { Tape } from "../autograd/index.js";
import { sizeOf, type Tensor } from "../tensor/index.js";
import type { ElementType } from "./element_types.js";
import { HostTensor } from "./host_tensor.js";
import type { GraphNode } from "./node.js";
import { hostSize, resultSize } from "./operator.js";
import { DeviceValue, type GraphValue, inOrder, plainOrder, upload, viewed } from "./value.js";

/** The shape of the result. @throws {ModelFileError} where the shapes do not broadcast, or to one that is too large. */
export function broadcastShape(node: GraphNode, shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const shape = Array.from({ length: rank }, (_, axis) => {
    const extents = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const wide = extents.filter((extent) => extent !== 1);
    if (wide.some((extent) => extent !== wide[0])) {
      const all = shapes.map((shape) => `[${shape.join(", ")}]`).join(" and ");
      throw node.fail(
        `the shapes ${all} do not broadcast: give inputs of the size that the model is made for`,
      );
    }
    return wide[0] ?? 1;
  });
  resultSize(node, shape);
  return shape;
}

/** Each element of the result from those of the inputs. */
export function onHost(
  node: GraphNode,
  type: ElementType,
  inputs: readonly HostTensor[],
  f: (...values: number[]) => number,
): HostTensor {
  const shape = broadcastShape(
    node,
    inputs.map((input) => input.shape),
  );
  const size = hostSize(node, shape);
  const reads = inputs.map((input) => {
    const missing = shape.length - input.shape.length;
    const strides = shape.map((_, axis) =>
      axis < missing || input.shape[axis - missing] === 1 ? 0 : sizeOf(input.shape.slice(axis - missing + 1)),
    );
    return { values: input.values, strides };
  });
  const result = new Float64Array(size);
  const operands = reads.map(() => 0);
  const offsets = reads.map(() => 0);
  const index = shape.map(() => 0);
  for (let i = 0; i < size; i++) {
    reads.forEach(({ values }, k) => {
      operands[k] = values[offsets[k]!]!;
    });
    result[i] = f(...operands);
    // The next position, last axis first.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis]!;
      const wraps = ++index[axis]! === extent;
      if (wraps) index[axis] = 0;
      reads.forEach(({ strides }, k) => {
        offsets[k]! += wraps ? strides[axis]! * (1 - extent) : strides[axis]!;
      });
      if (!wraps) break;
    }
  }
  return HostTensor.of(type, shape, result);
}

/** Records `op` on tensors of four axes at most; the result lies in memory as the largest input does. */
export function onDevice(
  tape: Tape,
  node: GraphNode,
  inputs: readonly GraphValue[],
  op: (tape: Tape, ...tensors: Tensor[]) => Tensor,
  type: ElementType,
): DeviceValue {
  const shape = broadcastShape(
    node,
    inputs.map((input) => input.shape),
  );
  const rank = shape.length;
  const values = inputs.map((input) => withRank(upload(tape, input), rank));
  const largest = values.reduce((best, value) => (value.size > best.size ? value : best));
  const { order } = largest;
  const ordered = values.map((value) => inOrder(tape, value, order));
  // Neighbouring axes that are broadcast alike become one.
  const groups: { axes: number[]; pattern: string }[] = [];
  for (const axis of order) {
    if (shape[axis] === 1) continue;
    const pattern = ordered.map((value) => Number(value.shape[axis] === 1)).join("");
    const last = groups.at(-1);
    if (last?.pattern === pattern) last.axes.push(axis);
    else groups.push({ axes: [axis], pattern });
  }
  if (groups.length > 4)
    throw node.fail("more than four axes are broadcast in turn: use the runtime onnxruntime");
  const tensors = ordered.map((value) =>
    viewed(
      tape,
      value.tensor,
      groups.map(({ axes }) => sizeOf(axes.map((axis) => value.shape[axis]!))),
    ),
  );
  return new DeviceValue(op(tape, ...tensors), shape, order, type);
}

/** The value with axes of one element in front. */
function withRank(value: DeviceValue, rank: number): DeviceValue {
  const missing = rank - value.shape.length;
  if (missing === 0) return value;
  const ones = Array<number>(missing).fill(1);
  return value.with({
    shape: [...ones, ...value.shape],
    order: [...plainOrder(missing), ...value.order.map((axis) => axis + missing)],
  });
}
