import { calinskiHarabaszScore } from "../../../metrics/dispersion.js";
import { peaks, registerCriterion } from "../criterion.js";
/** T. Calinski and J. Harabasz, Communications in Statistics 3 (1974). */
registerCriterion({
    name: "calinski-harabasz",
    title: "Calinski-Harabasz",
    about: "variance between clusters over variance within",
    better: "higher",
    weight: 0.5,
    async judge(study) {
        const points = await study.values();
        const partitions = await study.partitions();
        const values = partitions.map(({ labels }) => calinskiHarabaszScore(points, study.columns, labels));
        return peaks(study.ks, Float64Array.from(values), "higher");
    },
});
//# sourceMappingURL=calinski_harabasz.js.map