/** ONNX's Softsign: x / (1 + |x|). */
import { abs, div, shift } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Softsign", { device: (tape, x) => div(tape, x, shift(tape, abs(tape, x), 1)) });
