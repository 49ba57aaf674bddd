/** ONNX's LogSoftmax: the logarithm of softmax. */
import { logSoftmax } from "../../ops/index.js";
import { registerOperator } from "../operator.js";
import { overRows } from "../rows.js";

registerOperator({
  name: "LogSoftmax",
  attributes: ["axis"],
  device: (tape, node, inputs) => overRows(tape, node, inputs, logSoftmax),
});
