/** ONNX's Log: the natural logarithm. */
import { log } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Log", { device: log, host: Math.log });
