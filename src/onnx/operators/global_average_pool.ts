/** ONNX's GlobalAveragePool: the mean of each image's positions, which stay as axes of one. */
import { mean } from "../../ops/index.js";
import { sizeOf } from "../../tensor/index.js";
import { registerOperator, required } from "../operator.js";
import { channelsLast, inOrder, upload, viewed } from "../value.js";

registerOperator({
  name: "GlobalAveragePool",
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    const [batch = 1, channels = 1, ...places] = x.shape;
    const order = channelsLast(x.shape.length);
    const rows = viewed(tape, inOrder(tape, x, order).tensor, [batch, sizeOf(places), channels]);
    return x.with({ tensor: mean(tape, rows, 1), shape: [batch, channels, ...places.map(() => 1)], order });
  },
});
