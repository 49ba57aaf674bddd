/** Sprites, stamps and cut-out objects: as clothes, but seen from more sides and in more sizes. */
import { registerViews } from "./registry.js";

registerViews({
  name: "objects",
  about:
    "cut-out objects on an even ground, such as sprites and stamps: brightness, mirroring, moderate geometry",
  augmentation: {
    ...{ rotation: 10, shear: 0.1, scale: 0.25, translation: 0.12, elastic: 0.03, flip: 0.5 },
    ...{ brightness: 0.4, contrast: 0.4 },
  },
  objective: { contrastive: 0.3 },
  likeness: {
    features: ["hog + pixels", "moments", "colour", "hog + colour", "lbp + colour"],
    steady: false,
  },
});
