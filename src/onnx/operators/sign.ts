/** ONNX's Sign: -1, 0 or 1. */
import { unary } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Sign", { device: (tape, x) => unary(tape, "sign", x), host: Math.sign });
