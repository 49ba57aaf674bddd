/** ONNX's ArgMin: the position of the smallest element of an axis. */
import { neg } from "../../ops/index.js";
import { registerPosition } from "../position.js";

registerPosition("ArgMin", neg);
