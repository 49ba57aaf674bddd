/** Classes that nothing in the images explains. */
import { registerCheck } from "../check.js";
/** Below this, above chance, the nearest images by no feature share a class. */
const LEAST = 0.4;
registerCheck({
    name: "unsupported",
    about: "whether images that look alike share a class",
    async look(study) {
        const [best] = await study.supports();
        if (!best || best.kappa >= LEAST)
            return [];
        return [
            {
                severity: "failed",
                classes: [],
                message: "images that look alike are in different classes: their neighbours tell the class little better than chance " +
                    `(kappa ${best.kappa.toFixed(2)}, 1 is always); sort them by features and a method such as Ward, or give more images`,
            },
        ];
    },
});
//# sourceMappingURL=unsupported.js.map