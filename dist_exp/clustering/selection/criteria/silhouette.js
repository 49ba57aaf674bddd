import { peaks, registerCriterion } from "../criterion.js";
import { meanSilhouette } from "../silhouette.js";
/** P. J. Rousseeuw, Journal of Computational and Applied Mathematics 20 (1987). */
registerCriterion({
    name: "silhouette",
    title: "Silhouette",
    about: "how much nearer rows are to their own cluster than to the next one, -1 to 1",
    better: "higher",
    weight: 1,
    async judge(study) {
        const pairs = await study.pairs();
        const values = (await study.partitions()).map(({ labels, clusters }) => {
            study.throwIfAborted();
            return meanSilhouette(pairs, labels, clusters);
        });
        return peaks(study.ks, Float64Array.from(values), "higher");
    },
});
//# sourceMappingURL=silhouette.js.map