/** ONNX's Identity: x. */
import { registerUnary } from "../elementwise.js";

registerUnary("Identity", { renames: true, device: (_, x) => x, host: (x) => x });
