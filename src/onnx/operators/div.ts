/** ONNX's Div: a / b, towards zero for whole numbers, broadcast. */
import { div } from "../../ops/index.js";
import { isInteger } from "../element_types.js";
import { registerBinary } from "../elementwise.js";

registerBinary("Div", {
  device: div,
  host: (a, b, type) => (isInteger(type) ? Math.trunc(a / b) : a / b),
});
