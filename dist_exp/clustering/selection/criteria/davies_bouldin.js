import { daviesBouldinScore } from "../../../metrics/dispersion.js";
import { peaks, registerCriterion } from "../criterion.js";
/** D. L. Davies and D. W. Bouldin, IEEE Transactions on Pattern Analysis and Machine Intelligence 1 (1979). */
registerCriterion({
    name: "davies-bouldin",
    title: "Davies-Bouldin",
    about: "mean similarity of a cluster to the most similar other one",
    better: "lower",
    weight: 1,
    async judge(study) {
        const points = await study.values();
        const partitions = await study.partitions();
        const values = partitions.map(({ labels }) => daviesBouldinScore(points, study.columns, labels));
        return peaks(study.ks, Float64Array.from(values), "lower");
    },
});
//# sourceMappingURL=davies_bouldin.js.map