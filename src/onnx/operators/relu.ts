/** ONNX's Relu: max(0, x). */
import { relu } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Relu", { device: relu, host: (x) => Math.max(0, x) });
