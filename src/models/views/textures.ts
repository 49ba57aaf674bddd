/** Textures: any piece of one shows it, turned either way; nothing in it has a place. */
import { registerViews } from "./registry.js";

registerViews({
  name: "textures",
  about: "pieces of surfaces and patterns: shifted far, mirrored, a little turned and scaled, other light",
  augmentation: {
    ...{ rotation: 15, shear: 0.1, scale: 0.2, translation: 0.3, elastic: 0, flip: 0.5, erase: 0 },
    ...{ brightness: 0.3, contrast: 0.3 },
  },
  objective: { contrastive: 0.3 },
  likeness: { features: ["lbp", "moments"], steady: false },
});
