/** ONNX's InstanceNormalization: each channel of each image by its own mean and deviation (Ulyanov et al. 2016). */
import { groupNorm } from "../../ops/index.js";
import { registerOperator, required } from "../operator.js";
import { channelsLast, inOrder, plain, upload, viewed } from "../value.js";

registerOperator({
  name: "InstanceNormalization",
  attributes: ["epsilon"],
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    const [batch = 1, channels = 1] = x.shape;
    const order = channelsLast(x.shape.length);
    const images = viewed(tape, inOrder(tape, x, order).tensor, [batch, x.size / batch / channels, channels]);
    const [gamma, beta] = [1, 2].map((i) => plain(tape, upload(tape, required(node, inputs, i))));
    const y = groupNorm(tape, images, channels, gamma!, beta!, node.float("epsilon", 1e-5));
    return x.with({ tensor: y, order });
  },
});
