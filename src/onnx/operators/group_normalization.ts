/** ONNX's GroupNormalization: the channels of each group by their mean and deviation (Wu and He 2018). */
import { groupNorm } from "../../ops/index.js";
import { takeAlong } from "../axes.js";
import { registerOperator, required } from "../operator.js";
import { channelsLast, inOrder, plain, upload, viewed } from "../value.js";

/** Since this operator set scale and bias are given for each channel; before, for each group. */
const BY_CHANNEL = 21;

registerOperator({
  name: "GroupNormalization",
  attributes: ["epsilon", "num_groups", "stash_type"],
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    const [batch = 1, channels = 1] = x.shape;
    const groups = node.integer("num_groups", 1);
    if (!(groups >= 1 && channels % groups === 0)) {
      throw node.fail(`${groups} groups of ${channels} channels: export the model again`);
    }
    const order = channelsLast(x.shape.length);
    const images = viewed(tape, inOrder(tape, x, order).tensor, [batch, x.size / batch / channels, channels]);
    const row = (index: number) => {
      const given = upload(tape, required(node, inputs, index));
      if (node.opset >= BY_CHANNEL) return plain(tape, given);
      const size = channels / groups;
      const positions = Array.from({ length: channels }, (_, channel) => Math.floor(channel / size));
      return viewed(tape, plain(tape, upload(tape, takeAlong(tape, node, given, 0, positions))), [channels]);
    };
    const y = groupNorm(tape, images, groups, row(1), row(2), node.float("epsilon", 1e-5));
    return x.with({ tensor: y, order });
  },
});
