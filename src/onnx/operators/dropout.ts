/** ONNX's Dropout, which does nothing in inference. */
import { shift } from "../../ops/index.js";
import { optionalHostInput, registerOperator, required } from "../operator.js";
import { upload } from "../value.js";

registerOperator({
  name: "Dropout",
  attributes: ["ratio", "seed", "is_test"],
  outputs: 2,
  without: "training mode",
  problem: (_, [, , training]) => (training?.values[0] ? "training mode" : null),
  onHost: [1, 2],
  device: (tape, node, inputs) => {
    const x = upload(tape, required(node, inputs, 0));
    if (optionalHostInput(node, inputs, 2)?.values[0])
      throw node.fail("training mode is not supported: export the model for inference");
    if (!node.outputs[1]) return x;
    // Nothing is dropped.
    return [x, x.with({ tensor: shift(tape, tape.zeros([x.size]), 1), type: "bool" })];
  },
});
