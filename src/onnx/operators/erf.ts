/** ONNX's Erf: the error function. */
import { erf } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Erf", { device: erf });
