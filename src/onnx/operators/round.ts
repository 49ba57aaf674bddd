/** ONNX's Round: the nearest whole number, of two the even one. */
import { round } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Round", { device: round });
