/** Parts of values along axes: gathered, sliced, joined. */
import type { Tape } from "../autograd/index.js";
import { add, concat, gatherRows, slice } from "../ops/index.js";
import { sizeOf } from "../tensor/index.js";
import { HostTensor } from "./host_tensor.js";
import type { GraphNode } from "./node.js";
import { hostSize } from "./operator.js";
import type { GraphValue } from "./value.js";
import { DeviceValue, inOrder, upload, viewed } from "./value.js";

const replaced = (shape: readonly number[], axis: number, extent: number) =>
  shape.map((size, i) => (i === axis ? extent : size));

/** The elements at `indices` along an axis, in that order. @throws {ModelFileError} where one is outside. */
export function takeAlong(
  tape: Tape | null,
  node: GraphNode,
  value: GraphValue,
  axis: number,
  indices: readonly number[],
): GraphValue {
  const extent = value.shape[axis]!;
  const wrong = indices.find((index) => !(Number.isInteger(index) && index >= 0 && index < extent));
  if (wrong !== undefined) {
    throw node.fail(
      `position ${wrong} of axis ${axis}, which has ${extent}: give inputs of the size that the model is made for`,
    );
  }
  // Device memory holds nothing that is empty.
  if (indices.length === 0) return HostTensor.of(value.type, replaced(value.shape, axis, 0), []);
  return value instanceof HostTensor
    ? takeHost(node, value, axis, indices)
    : takeDevice(tape!, value, axis, indices);
}

function takeHost(node: GraphNode, value: HostTensor, axis: number, indices: readonly number[]): HostTensor {
  const shape = replaced(value.shape, axis, indices.length);
  hostSize(node, shape);
  const [outer, inner] = [sizeOf(value.shape.slice(0, axis)), sizeOf(value.shape.slice(axis + 1))];
  const { values } = value;
  const result: number[] = [];
  for (let o = 0; o < outer; o++) {
    for (const index of indices) {
      const start = (o * value.shape[axis]! + index) * inner;
      for (let i = 0; i < inner; i++) result.push(values[start + i]!);
    }
  }
  return HostTensor.of(value.type, shape, result);
}

function takeDevice(tape: Tape, value: DeviceValue, axis: number, indices: readonly number[]): DeviceValue {
  const extent = value.shape[axis]!;
  const shape = replaced(value.shape, axis, indices.length);
  const first = indices[0]!;
  if (indices.every((index, i) => index === first + i)) {
    if (indices.length === extent) return value;
    const at = value.order.indexOf(axis);
    return value.with({
      tensor: slice(tape, viewed(tape, value.tensor, value.stored), at, first, first + indices.length),
      shape,
    });
  }
  const order = [axis, ...value.order.filter((each) => each !== axis)];
  const rows = viewed(tape, inOrder(tape, value, order).tensor, [extent, value.size / extent]);
  const index = tape.constant(Uint32Array.from(indices), [indices.length], "u32");
  return value.with({ tensor: gatherRows(tape, rows, index), shape, order });
}

/** Values joined along an axis, in the order of the largest. */
export function joined(tape: Tape, values: readonly GraphValue[], axis: number): DeviceValue {
  const all = values.map((value) => upload(tape, value));
  const largest = all.reduce((best, value) => (value.size > best.size ? value : best));
  const { order } = largest;
  const tensors = all.map((value) => {
    const ordered = inOrder(tape, value, order);
    return viewed(tape, ordered.tensor, ordered.stored);
  });
  const extent = all.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  return largest.with({
    tensor: concat(tape, tensors, order.indexOf(axis)),
    shape: replaced(largest.shape, axis, extent),
  });
}

/** From `start` on, `count` positions. */
export const rangeOf = (start: number, count: number, step = 1): number[] =>
  Array.from({ length: count }, (_, i) => start + i * step);

/** What lies at the border of a padded axis, as positions of the axis; null where it is a constant. */
export function paddedPositions(
  mode: "reflect" | "edge" | "wrap",
  extent: number,
  before: number,
  after: number,
): number[] {
  return rangeOf(-before, before + extent + after).map((at) => {
    if (mode === "edge") return Math.min(extent - 1, Math.max(0, at));
    if (mode === "wrap" || extent === 1) return ((at % extent) + extent) % extent;
    const period = 2 * (extent - 1);
    const folded = ((at % period) + period) % period;
    return folded < extent ? folded : period - folded;
  });
}

/** `before` and `after` positions of one number around an axis. */
export function paddedWith(
  tape: Tape,
  value: GraphValue,
  axis: number,
  [before, after]: readonly [number, number],
  filling: number,
): GraphValue {
  if (before <= 0 && after <= 0) return value;
  const whole = replaced(value.shape, axis, before + value.shape[axis]! + after);
  // Device memory holds nothing that is empty.
  if (sizeOf(whole) === 0) return HostTensor.of(value.type, whole, []);
  const number = tape.constant(Float32Array.of(filling), [1]);
  const border = (extent: number) => {
    const shape = replaced(value.shape, axis, extent);
    const tensor = add(tape, tape.zeros([sizeOf(shape)]), number);
    return new DeviceValue(tensor, shape, undefined, value.type);
  };
  const parts = [...(before > 0 ? [border(before)] : []), value, ...(after > 0 ? [border(after)] : [])];
  return joined(
    tape,
    parts.filter(({ size }) => size > 0),
    axis,
  );
}
