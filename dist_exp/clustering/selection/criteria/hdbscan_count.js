import { Hdbscan } from "../../hdbscan/hdbscan.js";
import { registerCriterion } from "../criterion.js";
/** Rows of the smallest cluster that counts, and rows that tell how dense it is around a row. */
const LEAST = 10;
const SAMPLES = 5;
/** R. Campello, D. Moulavi and J. Sander, PAKDD (2013): clusters are where rows lie dense. It has no curve. */
registerCriterion({
    name: "hdbscan",
    title: "HDBSCAN",
    about: "the number of dense regions",
    better: "higher",
    weight: 1,
    async judge(study) {
        const none = (note) => ({ values: null, choices: [], note });
        if (study.rows < 2 * LEAST)
            return none(`It takes ${2 * LEAST} rows or more.`);
        const { clusters, labels } = await new Hdbscan({ minClusterSize: LEAST, minSamples: SAMPLES }).fit(study.x);
        if (clusters < 2)
            return none("It finds no two dense regions.");
        const noise = labels.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0);
        const note = noise > 0 ? `It takes ${noise} of ${study.rows} rows for noise.` : null;
        const [low, high] = [study.ks[0], study.ks.at(-1)];
        if (clusters < low || clusters > high)
            return none(`It finds ${clusters}, which is not from ${low} to ${high}.`);
        return { values: null, choices: [clusters], note };
    },
});
//# sourceMappingURL=hdbscan_count.js.map