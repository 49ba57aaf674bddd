import { Random, streamOf } from "../../random/philox.js";
import { registerChange } from "./registry.js";
import { mapValues } from "./warp.js";

registerChange({
  name: "noise",
  about: "Gaussian noise on each value",
  unit: "standard deviation as a share of the range",
  levels: [0.02, 0.05, 0.1, 0.2],
  identity: 0,
  apply(images, deviation, seed) {
    const random = new Random(seed, streamOf("robustness.noise"));
    return mapValues(images, (value) => value + 255 * deviation * random.normal());
  },
});
