/** ONNX's Neg: -x. */
import { neg } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Neg", { device: neg, host: (x) => -x });
