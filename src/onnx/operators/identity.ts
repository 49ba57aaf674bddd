/** ONNX's Identity: x. */

import { registerUnary } from "../elementwise.js";

registerUnary("Identity", { device: (_, x) => x, host: (x) => x });
