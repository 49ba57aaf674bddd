/** One order of the numbers of clusters from the choices of all criteria. */
import type { Criterion, Judgement } from "./criterion.js";
/** A number of clusters, and how much speaks for it. */
export interface Recommendation {
    readonly clusters: number;
    /** 0 to 1: 1 where it is the first choice of all criteria. */
    readonly confidence: number;
}
/**
 * Each criterion gives its first choice its whole weight, its second a half, its third a third, and half of that
 * to the numbers one below and one above. The recommended K have the greatest sums; of equal sums the smaller K comes
 * first. Weights are a track record on sets of images whose classes are known (bench/results/choose.md): criteria that take the
 * least K for most of them count half, the silhouette after UMAP twice. The confidence is the sum over that of all weights, so criteria without a choice lower it.
 */
export declare function recommend(ks: readonly number[], judged: readonly (Pick<Criterion, "weight"> & Pick<Judgement, "choices">)[]): Recommendation[];
