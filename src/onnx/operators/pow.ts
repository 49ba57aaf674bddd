/** ONNX's Pow: a to the power b, broadcast. */
import { pow, power } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("Pow", { device: power, host: Math.pow, single: pow });
