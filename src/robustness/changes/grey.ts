import { registerChange } from "./registry.js";
import { mapValues } from "./warp.js";

/** ITU-R BT.601, as the step `grey`. */
const LUMA = [0.299, 0.587, 0.114] as const;

registerChange({
  name: "grey",
  about: "colours moved towards the grey of their luma",
  unit: "share",
  levels: [0.5, 1],
  identity: 0,
  refuses: ({ channels }) => (channels === 3 ? null : "the images have no colour"),
  apply(images, share) {
    const { pixels } = images;
    return mapValues(images, (value, i) => {
      const first = i - (i % 3);
      const luma = LUMA.reduce((sum, weight, c) => sum + weight * pixels[first + c]!, 0);
      return value + share * (luma - value);
    });
  },
});
