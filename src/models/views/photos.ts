/**
 * Photographs in colour. Ji, Vedaldi and Henriques (IIC, ICCV 2019) and Niu et al. (DCCS, 2020) cut, mirror and light
 * them otherwise, without turning or bending.
 */
import { registerViews } from "./registry.js";

registerViews({
  name: "photos",
  about: "photographs in colour: shifted and scaled far, mirrored, other light",
  augmentation: {
    ...{ rotation: 0, shear: 0, scale: 0.35, translation: 0.25, elastic: 0, flip: 0.5, erase: 0 },
    ...{ brightness: 0.4, contrast: 0.4 },
  },
  objective: { contrastive: 0.3 },
  likeness: { features: ["moments", "colour", "lbp + colour"], steady: false },
});
