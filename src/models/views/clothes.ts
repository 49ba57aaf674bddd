/**
 * Clothes and whatever else stands upright and is as bright or dark as it likes: without changes of brightness the
 * classes follow it. Mild geometry: the outline is what tells a dress from a coat.
 */
import { registerViews } from "./registry.js";

registerViews({
  name: "clothes",
  about:
    "single upright things in grey, such as clothes: brightness, contrast and mirroring, little geometry",
  augmentation: {
    ...{ rotation: 5, shear: 0.05, scale: 0.15, translation: 0.08, elastic: 0.03, flip: 0.5 },
    ...{ brightness: 0.3, contrast: 0.3 },
  },
  objective: { contrastive: 0.3 },
});
