/** ONNX's Mul: a b, broadcast. */
import { mul, scale } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("Mul", { device: mul, host: (a, b) => a * b, single: scale, commutes: true });
