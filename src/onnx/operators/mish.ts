/** ONNX's Mish: x tanh(softplus(x)) (Misra 2019). */
import { mul, softplus, tanh } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Mish", {
  device: (tape, x) => mul(tape, x, tanh(tape, softplus(tape, x))),
});
