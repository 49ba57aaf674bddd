/** ONNX's Reciprocal: 1 / x. */
import { pow } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Reciprocal", { device: (tape, x) => pow(tape, x, -1), host: (x) => 1 / x });
