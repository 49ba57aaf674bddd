/** ONNX's Max: the largest of any number of values, broadcast. */
import { maximum } from "../../ops/index.js";
import { registerVariadic } from "../elementwise.js";

registerVariadic("Max", { device: maximum, host: Math.max });
