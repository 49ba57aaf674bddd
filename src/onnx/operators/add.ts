/** ONNX's Add: a + b, broadcast. */
import { add, shift } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("Add", { device: add, host: (a, b) => a + b, single: shift, commutes: true });
