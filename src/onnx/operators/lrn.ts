/** ONNX's LRN: values divided by those of neighbouring channels (Krizhevsky et al. 2012). */
import { avgPool2d, div, pow, scale, shift, square } from "../../ops/index.js";
import { registerOperator, required, resultSize } from "../operator.js";
import { bordered } from "../pooling.js";
import { channelsLast, inOrder, upload, viewed } from "../value.js";

registerOperator({
  name: "LRN",
  attributes: ["alpha", "beta", "bias", "size"],
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    const channels = x.shape[1] ?? 1;
    const ordered = inOrder(tape, x, channelsLast(x.shape.length));
    const rows = viewed(tape, ordered.tensor, [x.size / channels, channels]);
    // Channels as the height of images of one column.
    const size = node.integer("size", 1);
    if (size < 1) throw node.fail(`a size of ${size}: export the model again`);
    resultSize(node, [x.size / channels, channels + size - 1]);
    const [before, behind] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
    const squares = viewed(tape, square(tape, rows), [x.size / channels, channels, 1, 1]);
    const means = viewed(
      tape,
      avgPool2d(tape, bordered(tape, squares, { pads: [before, behind, 0, 0] }, 0), [size, 1], { stride: 1 }),
      rows.shape,
    );
    const factor = shift(tape, scale(tape, means, node.float("alpha", 1e-4)), node.float("bias", 1));
    return ordered.with({ tensor: div(tape, rows, pow(tape, factor, node.float("beta", 0.75))) });
  },
});
