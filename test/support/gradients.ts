/** Gradients by hand. */
import { Tape } from "../../src/autograd/index.js";
import type { Parameter } from "../../src/nn/index.js";

/** Has a parameter get this gradient, as `backward` would give it. */
export function giveGradient(parameter: Parameter, values: ArrayLike<number>): void {
  using tape = new Tape(parameter.value.device);
  const gradient = tape.constant(Float32Array.from(values), parameter.shape);
  tape.backwardFrom([parameter.on(tape)], [gradient]);
}
