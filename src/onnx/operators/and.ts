/** ONNX's And: whether both are true, broadcast. */
import { mul } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("And", { device: mul, host: (a, b) => a * b, type: "bool" });
