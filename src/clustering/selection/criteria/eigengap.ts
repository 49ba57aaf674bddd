import { spectrum } from "../../spectral/embedding.js";
import { type Judgement, peaks, registerCriterion } from "../criterion.js";

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
  async judge(study): Promise<Judgement> {
    const { ks } = study;
    const graph = await study.graph();
    const count = Math.min(ks.at(-1)! + 1, graph.rows);
    const { values, components } = await spectrum(graph, { count, seed: study.seed });
    const gaps = Float64Array.from(ks, (k) => (values[k] ?? 1) - values[k - 1]!);
    const judged = peaks(ks, gaps, "higher");
    if (components < 2) return judged;
    const note = `The graph of nearest rows falls apart into ${components} parts.`;
    return { ...judged, note };
  },
});
