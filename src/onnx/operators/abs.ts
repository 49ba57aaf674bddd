/** ONNX's Abs: the absolute value. */
import { abs } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Abs", { device: abs, host: Math.abs });
