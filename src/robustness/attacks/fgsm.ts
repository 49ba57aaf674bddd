/** The fast gradient sign method: Goodfellow, Shlens and Szegedy, "Explaining and Harnessing Adversarial Examples", ICLR 2015. */
import { add, clamp, scale, unary } from "../../ops/index.js";
import { registerAttack } from "./registry.js";

registerAttack({
  name: "fgsm",
  about: "one step along the sign of the derivative",
  run({ tape, x, slope }, epsilon) {
    const step = scale(tape, unary(tape, "sign", slope(tape, x)), epsilon);
    return clamp(tape, add(tape, x, step), { min: 0, max: 1 });
  },
});
