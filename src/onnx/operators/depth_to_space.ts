/** ONNX's DepthToSpace: channels become squares of pixels. */
import { registerOperator, required } from "../operator.js";
import { inShape, turned } from "../views.js";

registerOperator({
  name: "DepthToSpace",
  attributes: ["blocksize", "mode"],
  device: (tape, node, inputs) => {
    const x = required(node, inputs, 0);
    const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
    const size = node.integer("blocksize", 1);
    const depth = channels / (size * size);
    const columnsFirst = node.text("mode", "DCR") === "CRD";
    const parts = columnsFirst
      ? [batch, depth, size, size, height, width]
      : [batch, size, size, depth, height, width];
    const turns = columnsFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
    return inShape(tape, node, turned(inShape(tape, node, x, parts), turns), [
      batch,
      depth,
      height * size,
      width * size,
    ]);
  },
});
