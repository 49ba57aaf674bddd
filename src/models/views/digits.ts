/**
 * The defaults of `augmentation` and `objective`: what moves, turns, bends and breaks a line. Its strength is no signal
 * in digits, so that nothing has to vary it, and digits tell themselves apart without a contrastive term.
 */
import { GREY_SHAPES, registerViews } from "./registry.js";

registerViews({
  name: "digits",
  about: "digits, letters and other strokes on an even ground: moved, turned, bent, interrupted",
  augmentation: {},
  objective: {},
  likeness: GREY_SHAPES,
});
