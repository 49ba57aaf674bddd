/** ONNX's LSTM (Hochreiter and Schmidhuber 1997); its gates are i, o, f, c. */
import { registerRecurrence } from "../recurrence.js";

registerRecurrence("LSTM", "lstm", {
  gates: [0, 2, 3, 1],
  activations: [["Sigmoid", "Tanh", "Tanh"]],
  attributes: ["input_forget"],
  without: "peepholes, clip, input_forget 1, other activations",
  problem: (node) => (node.integer("input_forget", 0) ? "input_forget 1" : null),
});
