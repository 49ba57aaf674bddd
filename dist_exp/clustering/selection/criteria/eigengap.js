import { peaks, registerCriterion } from "../criterion.js";
/**
 * A. Ng, M. Jordan and Y. Weiss, "On spectral clustering", NIPS (2001); U. von Luxburg, "A tutorial on spectral
 * clustering", Statistics and Computing 17 (2007), section 8.3: with K clusters the first K eigenvalues of the
 * normalised Laplacian of the graph of nearest rows are small, and the next one is not. A value is that step.
 */
registerCriterion({
    name: "eigengap",
    title: "Eigengap",
    about: "the step after the K-th eigenvalue of the graph of nearest rows",
    better: "higher",
    weight: 1,
    async judge(study) {
        const { ks } = study;
        const graph = await study.graph();
        const { values } = graph.spectrum(ks.at(-1) + 1);
        const gaps = Float64Array.from(ks, (k) => values[k - 1] - (values[k] ?? 0));
        const judged = peaks(ks, gaps, "higher");
        if (graph.partCount < 2)
            return judged;
        const note = `The graph of nearest rows falls apart into ${graph.partCount} parts.`;
        return { ...judged, note };
    },
});
//# sourceMappingURL=eigengap.js.map