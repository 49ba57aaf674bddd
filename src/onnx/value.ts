/**
 * Values of a graph while it runs. A device value has the shape that ONNX gives it, and an order in which its axes lie in
 * memory: a transposition changes the order alone. Convolutions leave images channels last, and what works element by
 * element keeps the order of its inputs, so that images are rearranged where they come in and where a node needs it.
 */
import type { Tape } from "../autograd/index.js";
import { permute, reshape } from "../ops/index.js";
import { type Shape, sizeOf, type Tensor } from "../tensor/index.js";
import type { ElementType } from "./element_types.js";
import type { HostTensor } from "./host_tensor.js";

export class DeviceValue {
  /**
   * @param tensor dense memory of the axes in `order`, in any shape of that size
   * @param shape the extents, in ONNX's order of axes
   * @param order the axes as they lie in memory, outermost first
   * @param type what the numbers mean; they are float32 whatever it is
   */
  constructor(
    readonly tensor: Tensor,
    readonly shape: Shape,
    readonly order: readonly number[] = plainOrder(shape.length),
    readonly type: ElementType = "float32",
  ) {}

  /** The extents in memory. */
  get stored(): number[] {
    return this.order.map((axis) => this.shape[axis]!);
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  /** The same memory with other axes. */
  with(changes: {
    tensor?: Tensor;
    shape?: Shape;
    order?: readonly number[];
    type?: ElementType;
  }): DeviceValue {
    const { tensor = this.tensor, shape = this.shape, type = this.type } = changes;
    return new DeviceValue(tensor, shape, changes.order ?? this.order, type);
  }
}

export type GraphValue = HostTensor | DeviceValue;

export const plainOrder = (rank: number): number[] => Array.from({ length: rank }, (_, i) => i);

/** The order of images channels last: [0, 2, 3, 1] of four axes; the plain one where there are no channels. */
export const channelsLast = (rank: number): number[] =>
  rank < 2 ? plainOrder(rank) : [0, ...plainOrder(rank).slice(2), 1];

/** A tensor seen in another shape, without a derivative's closure where it is the same. */
export function viewed(tape: Tape, tensor: Tensor, shape: Shape): Tensor {
  const same = tensor.shape.length === shape.length && tensor.shape.every((extent, i) => extent === shape[i]);
  return same ? tensor : reshape(tape, tensor, shape.length > 0 ? shape : [1]);
}

/** The value with its axes in `order`; copied only where the axes of more than one element change places. */
export function inOrder(tape: Tape, value: DeviceValue, order: readonly number[]): DeviceValue {
  const wide = (axes: readonly number[]) => axes.filter((axis) => value.shape[axis] !== 1);
  const [from, to] = [wide(value.order), wide(order)];
  if (from.every((axis, i) => axis === to[i])) return value.with({ order });
  const shape = from.map((axis) => value.shape[axis]!);
  const moved = transposed(
    tape,
    viewed(tape, value.tensor, shape),
    to.map((axis) => from.indexOf(axis)),
  );
  return value.with({ tensor: moved, order });
}

/** A plain value's tensor in its own shape; [1] for a single number. */
export function plain(tape: Tape, value: DeviceValue): Tensor {
  return viewed(tape, inOrder(tape, value, plainOrder(value.shape.length)).tensor, value.shape);
}

/** Axes in another order, any number of them. */
function transposed(tape: Tape, x: Tensor, axes: readonly number[]): Tensor {
  // Axes that stay neighbours move as one.
  const groups: number[][] = [];
  for (const axis of axes) {
    const last = groups.at(-1);
    if (last && last.at(-1)! + 1 === axis) last.push(axis);
    else groups.push([axis]);
  }
  const starts = groups.map((group) => group[0]!).sort((a, b) => a - b);
  const sorted = starts.map((start) => groups.find((group) => group[0] === start)!);
  const extents = sorted.map((group) => sizeOf(group.map((axis) => x.shape[axis]!)));
  const order = groups.map((group) => starts.indexOf(group[0]!));
  return movedGroups(tape, viewed(tape, x, extents), order);
}

function movedGroups(tape: Tape, x: Tensor, order: readonly number[]): Tensor {
  if (order.length <= 4) return permute(tape, x, order);
  // One axis after the other to its place.
  let current = plainOrder(order.length);
  let moved = x;
  for (let place = 0; place < order.length; place++) {
    const from = current.indexOf(order[place]!);
    if (from === place) continue;
    const extents = moved.shape;
    const parts = [
      extents.slice(0, place),
      extents.slice(place, from),
      [extents[from]!],
      extents.slice(from + 1),
    ].map(sizeOf);
    moved = permute(tape, viewed(tape, moved, parts), [0, 2, 1, 3]);
    current = [
      ...current.slice(0, place),
      order[place]!,
      ...current.slice(place).filter((a) => a !== order[place]),
    ];
    moved = viewed(
      tape,
      moved,
      current.map((axis) => x.shape[axis]!),
    );
  }
  return moved;
}

/** A host value on the device: float32, as long as the tape lives. */
export function upload(tape: Tape, value: GraphValue): DeviceValue {
  if (value instanceof DeviceValue) return value;
  const { values, shape } = value;
  const tensor = tape.constant(values instanceof Float32Array ? values : Float32Array.from(values), [
    Math.max(1, sizeOf(shape)),
  ]);
  return new DeviceValue(tensor, shape, plainOrder(shape.length), value.type);
}
