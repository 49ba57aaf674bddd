/** ONNX's Equal: whether a equals b, broadcast. */
import { equal } from "../../ops/index.js";
import { registerBinary } from "../elementwise.js";

registerBinary("Equal", { device: equal, host: (a, b) => Number(a === b), type: "bool", commutes: true });
