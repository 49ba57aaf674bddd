/** ONNX's Conv of one or two axes. Images lie channels last, and so do the weights. */
import { conv2d } from "../../ops/index.js";
import type { GraphNode } from "../node.js";
import { type Inputs, type OperatorDefinition, registerOperator, required, resultSize } from "../operator.js";
import { channelsLast, type GraphValue, plain, upload } from "../value.js";
import { imagesOf, imageValue, paddedShape, windowAttributes, windowProblem, windowsOf } from "../windows.js";

const conv = (limits: readonly [number, number] | null): OperatorDefinition => ({
  name: "Conv",
  attributes: [...windowAttributes, "group"],
  without: "three axes",
  problem: (node: GraphNode, [, weight]: Inputs<GraphValue>, ranks) => {
    const kernel = weight ? weight.shape.slice(2) : node.integers("kernel_shape");
    if (kernel?.length === 0) return "weights of two axes";
    return windowProblem(node, kernel, ranks[0] ?? null);
  },
  stored: (input, rank) => (input === 1 ? channelsLast(rank) : null),
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    const images = imagesOf(tape, node, x);
    const weight = imagesOf(tape, node, upload(tape, required(node, inputs, 1)));
    const bias = inputs[2] ? plain(tape, upload(tape, inputs[2])) : null;
    const [, kernelH, kernelW] = weight.shape as [number, number, number, number];
    const [, height, width] = images.shape as [number, number, number, number];
    const windows = windowsOf(node, [kernelH, kernelW], [height, width]);
    resultSize(node, paddedShape(images, windows));
    const { strides, dilations, pads } = windows;
    const groups = node.integer("group", 1);
    return imageValue(
      x,
      conv2d(tape, images, weight, bias, {
        stride: strides,
        dilation: dilations,
        padding: pads,
        groups,
        limits,
      }),
    );
  },
});

/** A convolution whose results are limited. */
export const limitedConv = (limits: readonly [low: number, high: number]): OperatorDefinition => conv(limits);

registerOperator(conv(null));
