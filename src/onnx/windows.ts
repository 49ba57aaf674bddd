/** Windows of convolutions and poolings: ONNX's attributes, for one or two axes. */
import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";
import type { GraphNode } from "./node.js";
import { channelsLast, type DeviceValue, inOrder, viewed } from "./value.js";

export const windowAttributes = ["auto_pad", "dilations", "kernel_shape", "pads", "strides"];

type Pair = readonly [number, number];
type Sides = readonly [number, number, number, number];

export interface Windows {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** [top, bottom, left, right], with what the last windows of `ceil_mode` reach beyond. */
  readonly pads: Sides;
  /** The same without what `ceil_mode` adds. */
  readonly padding: Sides;
}

/** Larger strides, dilations and paddings are those of a damaged file. */
const LARGEST = 2 ** 16;

/** Why the attributes are not supported; null where they are. */
export function windowProblem(
  node: GraphNode,
  kernel: readonly number[] | null,
  rank: number | null,
): string | null {
  const axes = kernel?.length ?? (rank === null ? 0 : rank - 2);
  if (axes > 2) return `windows of ${axes} axes`;
  const auto = node.text("auto_pad", "NOTSET");
  if (!["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER", ""].includes(auto)) return `auto_pad ${auto}`;
  for (const [name, low] of [
    ["strides", 1],
    ["dilations", 1],
    ["pads", 0],
    ["kernel_shape", 1],
  ] as const) {
    const wrong = node.integers(name)?.find((value) => value < low || value > LARGEST);
    if (wrong !== undefined) return `${name} of ${wrong}`;
  }
  return null;
}

/** Values of one or two axes as those of height and width: a single axis is the width. */
export const pairOf = (values: readonly number[] | null, missing: number): Pair =>
  values && values.length > 0
    ? values.length === 1
      ? [missing, values[0]!]
      : [values[0]!, values[1]!]
    : [missing, missing];

/** The windows on an image of these extents. */
export function windowsOf(node: GraphNode, kernel: Pair, extents: Pair, ceil = false): Windows {
  const strides = pairOf(node.integers("strides"), 1);
  const dilations = pairOf(node.integers("dilations"), 1);
  const auto = node.text("auto_pad", "NOTSET");
  const given = node.integers("pads") ?? [];
  let padding: Sides = [0, 0, 0, 0];
  if (auto === "SAME_UPPER" || auto === "SAME_LOWER") {
    padding = ([0, 1] as const).flatMap((axis) => {
      const reach = (Math.ceil(extents[axis]! / strides[axis]!) - 1) * strides[axis]!;
      const total = Math.max(0, reach + dilations[axis]! * (kernel[axis]! - 1) + 1 - extents[axis]!);
      const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
      return auto === "SAME_UPPER" ? [less, more] : [more, less];
    }) as unknown as Sides;
  } else if (auto !== "VALID" && given.length === 2) {
    padding = [0, 0, given[0]!, given[1]!];
  } else if (auto !== "VALID" && given.length === 4) {
    padding = [given[0]!, given[2]!, given[1]!, given[3]!];
  }
  const windows = { kernel, strides, dilations, padding };
  if (!ceil) return { ...windows, pads: padding };
  // What a last window reaches beyond the padding. One that would begin in the padding behind is none.
  const more = ([0, 1] as const).map((axis) => {
    const padded = extents[axis] + padding[2 * axis]! + padding[2 * axis + 1]!;
    const reach = dilations[axis] * (kernel[axis] - 1) + 1;
    const last = Math.ceil((padded - reach) / strides[axis]) * strides[axis];
    const start = last >= extents[axis] + padding[2 * axis]! ? last - strides[axis] : last;
    return Math.max(0, start + reach - padded);
  });
  const [top, bottom, left, right] = padding;
  return { ...windows, pads: [top, bottom + more[0]!, left, right + more[1]!] };
}

/** The extents of images [B, H, W, C] with their padding. */
export function paddedShape(images: Tensor, { pads }: Windows): number[] {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  return [batch, height + pads[0] + pads[1], width + pads[2] + pads[3], channels];
}

/** Images [B, C, W] or [B, C, H, W] as a tensor [B, H, W, C]. @throws {ModelFileError} for other values. */
export function imagesOf(tape: Tape, node: GraphNode, value: DeviceValue): Tensor {
  const { shape } = value;
  if (shape.length !== 3 && shape.length !== 4) {
    throw node.fail(
      `its input is [${shape.join(", ")}]: images of one or two axes beside batch and channels are supported`,
    );
  }
  const { tensor } = inOrder(tape, value, channelsLast(shape.length));
  const [batch, channels] = [shape[0]!, shape[1]!];
  const [height, width] = shape.length === 3 ? [1, shape[2]!] : [shape[2]!, shape[3]!];
  return viewed(tape, tensor, [batch, height, width, channels]);
}

/** A tensor [B, H, W, C] as a value of `rank` axes, channels last in memory. */
export function imageValue(value: DeviceValue, tensor: Tensor, rank = value.shape.length): DeviceValue {
  const [batch, height, width, channels] = tensor.shape as [number, number, number, number];
  const shape = rank === 3 ? [batch, channels, width] : [batch, channels, height, width];
  return value.with({ tensor, shape, order: channelsLast(rank) });
}
