/** Icons: drawn with a fixed grid, upright, and in the colours of their theme. */
import { registerViews } from "./registry.js";

registerViews({
  name: "icons",
  about: "icons and logos: brightness and contrast change far, the outline hardly",
  augmentation: {
    ...{ rotation: 4, shear: 0.03, scale: 0.15, translation: 0.08, elastic: 0.02, flip: 0 },
    ...{ brightness: 0.5, contrast: 0.4 },
  },
  objective: { contrastive: 0.3 },
  likeness: { features: ["hog", "coarse hog", "hog + pixels", "hog + colour"], steady: true },
});
