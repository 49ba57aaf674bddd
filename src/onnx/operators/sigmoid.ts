/** ONNX's Sigmoid: 1 / (1 + exp(-x)). */
import { sigmoid } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Sigmoid", { device: sigmoid });
