/** ONNX's Or: whether one is true, broadcast. */
import { maximum } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("Or", { device: maximum, host: (a, b) => Math.max(a, b), type: "bool" });
