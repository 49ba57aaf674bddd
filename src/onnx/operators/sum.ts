/** ONNX's Sum: the sum of any number of values, broadcast. */
import { add } from "../../ops/index.js";
import { registerVariadic } from "../elementwise.js";

registerVariadic("Sum", { device: add, host: (a, b) => a + b });
