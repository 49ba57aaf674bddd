/** ONNX's ArgMax: the position of the largest element of an axis. */
import { registerPosition } from "../position.js";

registerPosition("ArgMax", (_, x) => x);
