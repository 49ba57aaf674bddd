/** ONNX's Floor: the largest whole number up to x. */
import { floor } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("Floor", { device: floor, host: Math.floor });
