import { registerChange } from "./registry.js";
import { warp } from "./warp.js";

registerChange({
  name: "rotation",
  about: "turned about the centre; edges continue outwards",
  unit: "degrees",
  levels: [-5, 5, -10, 10, -20, 20],
  identity: 0,
  apply(images, degrees) {
    const angle = (degrees * Math.PI) / 180;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    return warp(images, [cosine, sine, -sine, cosine]);
  },
});
