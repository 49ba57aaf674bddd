/** ONNX's SpaceToDepth: squares of pixels become channels. */
import { registerOperator, required } from "../operator.js";
import { inShape, turned } from "../views.js";

registerOperator({
  name: "SpaceToDepth",
  attributes: ["blocksize"],
  device: (tape, node, inputs) => {
    const x = required(node, inputs, 0);
    const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
    const size = node.integer("blocksize", 1);
    const [rows, columns] = [height / size, width / size];
    const parts = inShape(tape, node, x, [batch, channels, rows, size, columns, size]);
    return inShape(tape, node, turned(parts, [0, 3, 5, 1, 2, 4]), [
      batch,
      channels * size * size,
      rows,
      columns,
    ]);
  },
});
