/** ONNX's Greater: whether a is more than b, broadcast. */
import { greater } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("Greater", { device: greater, host: (a, b) => Number(a > b), type: "bool" });
