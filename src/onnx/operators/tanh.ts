/** ONNX's Tanh: the hyperbolic tangent. */
import { tanh } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Tanh", { device: tanh });
