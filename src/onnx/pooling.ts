/** What poolings share: windows, and padding beyond what the kernels take. */
import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";
import { paddedWith } from "./axes.js";
import type { GraphNode } from "./node.js";
import { resultSize } from "./operator.js";
import { DeviceValue, plainOrder } from "./value.js";
import { paddedShape, pairOf, type Windows, windowProblem, windowsOf } from "./windows.js";

/** Why the windows of a pooling are not supported. */
export function poolingProblem(node: GraphNode, rank: number | null = null): string | null {
  const kernel = node.integers("kernel_shape");
  return kernel ? windowProblem(node, kernel, rank) : "no kernel_shape";
}

export function poolingOf(node: GraphNode, images: Tensor): Windows {
  const [, height, width] = images.shape as [number, number, number, number];
  const kernel = pairOf(node.integers("kernel_shape"), 1);
  const windows = windowsOf(node, kernel, [height, width], node.integer("ceil_mode", 0) === 1);
  resultSize(node, paddedShape(images, windows));
  return windows;
}

/** Whether the kernels take the padding: as much before as behind, and at most half a window. */
export function isEven({ pads, kernel }: Windows): boolean {
  return pads[0] === pads[1] && pads[2] === pads[3] && 2 * pads[0] <= kernel[0] && 2 * pads[2] <= kernel[1];
}

/** Images [B, H, W, C] with a border of one number. */
export function bordered(
  tape: Tape,
  images: Tensor,
  { pads }: Pick<Windows, "pads">,
  filling: number,
): Tensor {
  const value = new DeviceValue(images, images.shape, plainOrder(4));
  const rows = paddedWith(tape, value, 1, [pads[0], pads[1]], filling);
  return (paddedWith(tape, rows, 2, [pads[2], pads[3]], filling) as DeviceValue).tensor;
}
