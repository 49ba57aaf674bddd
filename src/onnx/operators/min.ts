/** ONNX's Min: the smallest of any number of values, broadcast. */
import { minimum } from "../../ops/index.js";
import { registerVariadic } from "../elementwise.js";

registerVariadic("Min", { device: minimum, host: Math.min });
