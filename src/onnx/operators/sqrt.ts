/** ONNX's Sqrt: the square root. */
import { sqrt } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Sqrt", { device: sqrt, host: Math.sqrt });
