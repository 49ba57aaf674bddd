/** ONNX's Ceil: the smallest whole number from x up. */
import { ceil } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Ceil", { device: ceil, host: Math.ceil });
