/** ONNX's ConvTranspose of one or two axes. */
import { convTranspose2d } from "../../ops/index.js";
import { rangeOf, takeAlong } from "../axes.js";
import type { GraphNode } from "../node.js";
import { type Inputs, registerOperator, required, resultSize } from "../operator.js";
import { channelsLast, DeviceValue, type GraphValue, plain, plainOrder, upload } from "../value.js";
import { imagesOf, imageValue, pairOf, windowAttributes, windowProblem, windowsOf } from "../windows.js";

/** What is cut off an axis before and behind: as given, or so that the output has `wanted` positions. */
function cuts(
  node: GraphNode,
  full: number,
  wanted: number | null,
  given: readonly [number, number],
): [number, number] {
  if (wanted === null) return [given[0], given[1]];
  const total = full - wanted;
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return node.text("auto_pad", "NOTSET") === "SAME_UPPER" ? [less, more] : [more, less];
}

registerOperator({
  name: "ConvTranspose",
  attributes: [...windowAttributes, "group", "output_padding", "output_shape"],
  without: "three axes",
  problem: (node: GraphNode, [, weight]: Inputs<GraphValue>, ranks) =>
    windowProblem(node, weight ? weight.shape.slice(2) : node.integers("kernel_shape"), ranks[0] ?? null),
  stored: (input, rank) => (input === 1 ? channelsLast(rank) : null),
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    const images = imagesOf(tape, node, x);
    const weight = imagesOf(tape, node, upload(tape, required(node, inputs, 1)));
    const bias = inputs[2] ? plain(tape, upload(tape, inputs[2])) : null;
    const [, kernelH, kernelW] = weight.shape as [number, number, number, number];
    const [, height, width] = images.shape as [number, number, number, number];
    const { strides, dilations, pads } = windowsOf(node, [kernelH, kernelW], [height, width]);
    const same = node.text("auto_pad", "NOTSET").startsWith("SAME");
    const shape = node.integers("output_shape");
    const sizes = same ? [height * strides[0], width * strides[1]] : null;
    const wanted = shape ? pairOf(shape.slice(-2), 1) : sizes;
    const padding = pairOf(node.integers("output_padding"), 0);
    const full = (axis: 0 | 1) =>
      ([height, width][axis]! - 1) * strides[axis] + dilations[axis] * ([kernelH, kernelW][axis]! - 1) + 1;
    // An output that is larger than all windows together gets more at its end.
    const extra = ([0, 1] as const).map((axis) =>
      Math.max(padding[axis], (wanted?.[axis] ?? 0) - full(axis)),
    );
    const groups = node.integer("group", 1);
    resultSize(node, [images.shape[0]!, full(0) + extra[0]!, full(1) + extra[1]!, groups * weight.shape[3]!]);
    const y = convTranspose2d(tape, images, weight, bias, {
      stride: strides,
      dilation: dilations,
      outputPadding: extra as [number, number],
      groups,
    });
    return imageValue(
      x,
      ([1, 2] as const).reduce(
        (value, axis) => {
          const full = value.shape[axis]!;
          const [before, behind] = cuts(node, full, wanted?.[axis - 1] ?? null, [
            pads[2 * axis - 2]!,
            pads[2 * axis - 1]!,
          ]);
          const kept = rangeOf(Math.max(0, before), full - Math.max(0, before) - Math.max(0, behind));
          if (kept.length === 0) {
            throw node.fail(
              `its pads ${before} and ${behind} cut off all ${full} positions: give larger inputs`,
            );
          }
          return takeAlong(tape, node, value, axis, kept) as DeviceValue;
        },
        new DeviceValue(y, y.shape, plainOrder(4)),
      ).tensor,
    );
  },
});
