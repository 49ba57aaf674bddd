/**
 * The defaults of `augmentation` and `objective`: what moves, turns, bends and breaks a line. Its strength is no signal
 * in digits, so that nothing has to vary it, and digits tell themselves apart without a contrastive term.
 */
import { registerViews } from "./registry.js";

registerViews({
  name: "digits",
  about: "digits, letters and other strokes on an even ground: moved, turned, bent, interrupted",
  augmentation: {},
  objective: {},
  likeness: { features: ["hog", "coarse hog", "hog + pixels"], steady: true },
});
