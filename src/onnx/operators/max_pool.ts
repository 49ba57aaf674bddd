/** ONNX's MaxPool of one or two axes. */
import { maxPool2d } from "../../ops/index.js";
import { registerOperator, required } from "../operator.js";
import { bordered, isEven, poolingOf, poolingProblem } from "../pooling.js";
import { upload } from "../value.js";
import { imagesOf, imageValue, windowAttributes } from "../windows.js";

registerOperator({
  name: "MaxPool",
  attributes: [...windowAttributes, "ceil_mode", "storage_order"],
  without: "three axes, the positions as second output",
  problem: (node, _, ranks) => poolingProblem(node, ranks[0]),
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    const images = imagesOf(tape, node, x);
    const windows = poolingOf(node, images);
    const { kernel, strides, dilations, pads } = windows;
    const even = isEven(windows);
    const source = even ? images : bordered(tape, images, windows, -Infinity);
    const padding = even ? ([pads[0], pads[2]] as const) : 0;
    return imageValue(x, maxPool2d(tape, source, kernel, { stride: strides, dilation: dilations, padding }));
  },
});
