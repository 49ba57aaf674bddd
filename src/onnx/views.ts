/** Values in another shape. */
import type { Tape } from "../autograd/index.js";
import { permuted } from "../nn/permuted.js";
import { sizeOf } from "../tensor/index.js";
import { HostTensor } from "./host_tensor.js";
import type { GraphNode } from "./node.js";
import { resultSize } from "./operator.js";
import { DeviceValue, type GraphValue, inOrder, plainOrder, viewed } from "./value.js";

/** The same elements, in ONNX's order, in another shape. @throws {ModelFileError} where their number differs. */
export function inShape(
  tape: Tape | null,
  node: GraphNode,
  value: GraphValue,
  shape: readonly number[],
): GraphValue {
  if (sizeOf(shape) !== sizeOf(value.shape) || shape.some((extent) => !(extent >= 0))) {
    throw node.fail(
      `[${value.shape.join(", ")}] cannot become [${shape.slice(0, 8).join(", ")}]: give inputs of the size that the model is made for`,
    );
  }
  resultSize(node, shape);
  if (value instanceof HostTensor) return value.reshaped(shape);
  const { tensor } = inOrder(tape!, value, plainOrder(value.shape.length));
  return new DeviceValue(viewed(tape!, tensor, shape), shape, plainOrder(shape.length), value.type);
}

/** The value without axes of one element; it stays where it is. */
export function withoutAxes(node: GraphNode, value: GraphValue, axes: readonly number[]): GraphValue {
  if (axes.some((axis) => value.shape[axis] !== 1)) {
    throw node.fail(
      `axes ${axes.join(", ")} of [${value.shape.join(", ")}] are not all 1: export the model again`,
    );
  }
  const kept = plainOrder(value.shape.length).filter((axis) => !axes.includes(axis));
  const shape = kept.map((axis) => value.shape[axis]!);
  if (value instanceof HostTensor) return value.reshaped(shape);
  const order = value.order.filter((axis) => !axes.includes(axis)).map((axis) => kept.indexOf(axis));
  return value.with({ shape, order });
}

/** The value with axes of one element more: `axes` are positions in the result. */
export function withAxes(value: GraphValue, axes: readonly number[]): GraphValue {
  const rank = value.shape.length + axes.length;
  const kept = plainOrder(rank).filter((axis) => !axes.includes(axis));
  const shape = plainOrder(rank).map((axis) => (axes.includes(axis) ? 1 : value.shape[kept.indexOf(axis)]!));
  if (value instanceof HostTensor) return value.reshaped(shape);
  return value.with({ shape, order: [...axes, ...value.order.map((axis) => kept[axis]!)] });
}

/** Axes in another order: axis i of the result is axis `axes[i]`. */
export function turned(value: GraphValue, axes: readonly number[]): GraphValue {
  const shape = axes.map((axis) => value.shape[axis]!);
  if (value instanceof DeviceValue) {
    return value.with({ shape, order: value.order.map((axis) => axes.indexOf(axis)) });
  }
  const { values } = value;
  const moved = permuted(values, value.shape, axes, values.slice());
  return new HostTensor(value.type, shape, moved.data);
}
