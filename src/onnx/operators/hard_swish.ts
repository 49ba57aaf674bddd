/** ONNX's HardSwish: x times x / 6 + 1 / 2 within 0 and 1. */
import { clamp, mul, scale, shift } from "../../ops/index.js";
import { registerUnary } from "../elementwise.js";

registerUnary("HardSwish", {
  device: (tape, x) => mul(tape, x, clamp(tape, shift(tape, scale(tape, x, 1 / 6), 0.5), { min: 0, max: 1 })),
});
