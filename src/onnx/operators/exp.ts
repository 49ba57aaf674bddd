/** ONNX's Exp: the exponential. */
import { exp } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Exp", { device: exp, host: Math.exp });
