/** ONNX's Softmax: exponentials divided by their sum. */
import { softmax } from "../../ops/index.js";
import { registerOperator } from "../operator.js";
import { overRows } from "../rows.js";

registerOperator({
  name: "Softmax",
  attributes: ["axis"],
  device: (tape, node, inputs) => overRows(tape, node, inputs, softmax),
});
