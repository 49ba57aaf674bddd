/** Each image's values as deviations from its mean, all channels together. */
import { number } from "../parameters.js";
import { zScore } from "../scaling.js";
import { registerStep } from "../step.js";

registerStep({
  name: "z-score",
  about:
    "the mean of each image becomes middle grey, its contrast the same (of float32: mean 0, deviation 1)",
  parameters: { range: number(3, 0.1, 100, "standard deviations from the mean to 0, and to 255, of bytes") },
  prepare: (_, { range }) => zScore(range),
});
