import { registerChange } from "./registry.js";
import { warp } from "./warp.js";

registerChange({
  name: "crop",
  about: "the middle of the image, enlarged to the whole of it",
  unit: "share of width and height that is cut off",
  levels: [0.05, 0.1, 0.2],
  identity: 0,
  apply: (images, share) => warp(images, [1 - share, 0, 0, 1 - share]),
});
