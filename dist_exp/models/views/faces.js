/** Faces and other crops in which everything has its place: light changes, places hardly do. */
import { registerViews } from "./registry.js";
registerViews({
    name: "faces",
    about: "aligned grey crops without a ground, such as faces: brightness, contrast and mirroring, hardly any geometry",
    augmentation: {
        ...{ rotation: 8, shear: 0.05, scale: 0.15, translation: 0.08, elastic: 0.03, flip: 0.5 },
        ...{ brightness: 0.3, contrast: 0.3 },
    },
    objective: { contrastive: 0.3 },
});
//# sourceMappingURL=faces.js.map