/** ONNX's AveragePool of one or two axes. */
import type { Tape } from "../../autograd/index.js";
import { avgPool2d, mul } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { registerOperator, required } from "../operator.js";
import { bordered, isEven, poolingOf, poolingProblem } from "../pooling.js";
import { upload } from "../value.js";
import { imagesOf, imageValue, type Windows, windowAttributes } from "../windows.js";

/** By how much the mean of a whole window is too small, for each window: [1, OH, OW, 1]. `counted`: padding that counts. */
function corrections(tape: Tape, images: Tensor, windows: Windows, counted: Windows["pads"]): Tensor {
  const { kernel, strides, pads } = windows;
  const along = (axis: 0 | 1) => {
    const extent = images.shape[axis + 1]!;
    const before = pads[2 * axis]!;
    const counts = (at: number) =>
      at >= before - counted[2 * axis]! && at < before + extent + counted[2 * axis + 1]!;
    const starts = Math.floor((extent + before + pads[2 * axis + 1]! - kernel[axis]!) / strides[axis]!) + 1;
    return Array.from({ length: starts }, (_, window) => {
      const start = window * strides[axis]!;
      let count = 0;
      for (let tap = 0; tap < kernel[axis]!; tap++) if (counts(start + tap)) count++;
      return kernel[axis]! / count;
    });
  };
  const [rows, columns] = [along(0), along(1)];
  return tape.constant(Float32Array.from(rows.flatMap((row) => columns.map((column) => row * column))), [
    1,
    rows.length,
    columns.length,
    1,
  ]);
}

registerOperator({
  name: "AveragePool",
  attributes: [...windowAttributes, "ceil_mode", "count_include_pad"],
  without: "three axes, dilations",
  problem: (node, _, ranks) =>
    node.integers("dilations")?.some((dilation) => dilation !== 1)
      ? "dilations"
      : poolingProblem(node, ranks[0]),
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    const images = imagesOf(tape, node, x);
    const windows = poolingOf(node, images);
    const { kernel, strides, pads } = windows;
    const countIncludePad = node.integer("count_include_pad", 0) === 1;
    const ceil = node.integer("ceil_mode", 0) === 1;
    if (isEven(windows) && !ceil) {
      const padding = [pads[0], pads[2]] as const;
      return imageValue(x, avgPool2d(tape, images, kernel, { stride: strides, padding, countIncludePad }));
    }
    const means = avgPool2d(tape, bordered(tape, images, windows, 0), kernel, { stride: strides });
    const counted = countIncludePad ? windows.padding : ([0, 0, 0, 0] as const);
    return imageValue(x, mul(tape, means, corrections(tape, images, windows, counted)));
  },
});
