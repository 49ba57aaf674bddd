/** Each image's own range of values, all channels together, spread over the whole range. */
import { minMax } from "../scaling.js";
import { registerStep } from "../step.js";

registerStep({
  name: "min-max",
  about: "the darkest value of each image becomes 0, the lightest 255 (of float32, 1)",
  parameters: {},
  prepare: () => minMax,
});
