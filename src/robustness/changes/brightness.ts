import { registerChange } from "./registry.js";
import { mapValues } from "./warp.js";

registerChange({
  name: "brightness",
  about: "all values multiplied",
  unit: "factor",
  levels: [0.9, 1.1, 0.75, 1.25, 0.5, 1.5],
  identity: 1,
  apply: (images, factor) => mapValues(images, (value) => factor * value),
});
