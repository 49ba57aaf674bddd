/** ONNX's Gelu: x times the normal distribution function. */
import { gelu } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Gelu", {
  attributes: ["approximate"],
  device: (tape, x, node) =>
    gelu(tape, x, { approximate: node.text("approximate", "none") as "none" | "tanh" }),
});
