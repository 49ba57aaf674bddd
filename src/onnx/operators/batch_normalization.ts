/** ONNX's BatchNormalization by its statistics (Ioffe and Szegedy 2015). */
import { batchNorm, concat, reshape } from "../../ops/index.js";
import { registerOperator, required } from "../operator.js";
import { channelsLast, inOrder, plain, upload, viewed } from "../value.js";

registerOperator({
  name: "BatchNormalization",
  attributes: ["epsilon", "is_test", "momentum", "spatial", "training_mode"],
  without: "training_mode 1",
  problem: (node) => {
    if (node.integer("training_mode", 0)) return "training_mode 1";
    return node.integer("spatial", 1) ? null : "spatial 0";
  },
  states: [3, 4],
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((i) =>
      plain(tape, upload(tape, required(node, inputs, i))),
    );
    const channels = x.shape[1] ?? 1;
    const ordered = inOrder(tape, x, channelsLast(x.shape.length));
    const rows = viewed(tape, ordered.tensor, [x.size / channels, channels]);
    const row = (tensor: typeof mean) => reshape(tape, tensor!, [1, channels]);
    const running = concat(tape, [row(mean), row(variance)], 0);
    const epsilon = node.float("epsilon", 1e-5);
    return ordered.with({
      tensor: batchNorm(tape, rows, gamma!, beta!, running, { training: false, epsilon }),
    });
  },
});
