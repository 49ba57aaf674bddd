/** Heads or seeds that disagree. */
import { meanAgreement } from "../agreement.js";
import { registerCheck } from "../check.js";
/** Mean normalised mutual information of good clusterings' heads is above. */
const DOUBTFUL = 0.6;
const FAILED = 0.35;
registerCheck({
    name: "unstable",
    about: "whether other heads, seeds or methods find the same classes",
    async look({ watched: { others } }) {
        const agreement = meanAgreement(others);
        if (agreement === null || agreement >= DOUBTFUL)
            return [];
        return [
            {
                severity: agreement < FAILED ? "failed" : "doubtful",
                classes: [],
                message: `the classes are unstable: the network's heads agree with each other by ${agreement.toFixed(2)} only (NMI, 1 is the same); ` +
                    "try another number of classes, other views, or features and a method",
            },
        ];
    },
});
//# sourceMappingURL=unstable.js.map