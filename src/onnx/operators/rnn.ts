/** ONNX's RNN: one gate, tanh or relu. */
import { registerRecurrence } from "../recurrence.js";

registerRecurrence("RNN", "rnn", {
  gates: [0],
  activations: [["Tanh"], ["Relu"]],
  without: "clip, other activations",
});
