/** ONNX's Softplus: log(1 + exp(x)). */
import { softplus } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Softplus", { device: softplus });
