/** ONNX's LayerNormalization over the last axes (Ba et al. 2016). */
import { layerNorm, mean, pow, shift, square, sub } from "../../ops/index.js";
import { sizeOf } from "../../tensor/index.js";
import { axisOf, registerOperator, required } from "../operator.js";
import { DeviceValue, inOrder, plain, plainOrder, upload, viewed } from "../value.js";

registerOperator({
  name: "LayerNormalization",
  attributes: ["axis", "epsilon", "stash_type"],
  outputs: 3,
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    const rank = x.shape.length;
    const axis = axisOf(node, node.integer("axis", -1), rank);
    const columns = sizeOf(x.shape.slice(axis));
    const epsilon = node.float("epsilon", 1e-5);
    const rows = viewed(tape, inOrder(tape, x, plainOrder(rank)).tensor, [x.size / columns, columns]);
    const row = (index: number) =>
      viewed(tape, plain(tape, upload(tape, required(node, inputs, index))), [columns]);
    const beta = inputs[2] ? row(2) : tape.zeros([columns]);
    const y = layerNorm(tape, rows, row(1), beta, epsilon);
    const outputs = [x.with({ tensor: y, order: plainOrder(rank) })];
    if (!node.outputs[1] && !node.outputs[2]) return outputs;
    const means = mean(tape, rows, 1);
    const centred = sub(tape, rows, viewed(tape, means, [means.size, 1]));
    const variances = mean(tape, square(tape, centred), 1);
    const shape = x.shape.map((extent, i) => (i < axis ? extent : 1));
    const statistics = [means, pow(tape, shift(tape, variances, epsilon), -0.5)];
    return [...outputs, ...statistics.map((tensor) => new DeviceValue(tensor, shape))];
  },
});
