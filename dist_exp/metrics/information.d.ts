import { type Labels } from "./labels.js";
/**
 * Mutual information divided by the arithmetic mean of both entropies, 0 to 1: scikit-learn's
 * `normalized_mutual_info_score` with its default `average_method`.
 *
 * Two labelings with one group each agree perfectly (1); if only one of them has one group, 0.
 *
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32.
 */
export declare function normalizedMutualInformation(truth: Labels, predicted: Labels): number;
/** What {@link homogeneityCompletenessVMeasure} finds, each 0 to 1. */
export interface VMeasure {
    /** 1 where each cluster holds samples of one class only. */
    readonly homogeneity: number;
    /** 1 where all samples of a class are in one cluster. */
    readonly completeness: number;
    /** Their harmonic mean, with completeness weighted by beta. */
    readonly vMeasure: number;
}
/**
 * Homogeneity, completeness and V-measure: scikit-learn's `homogeneity_completeness_v_measure`.
 *
 * A. Rosenberg and J. Hirschberg, "V-Measure: a conditional entropy-based external cluster evaluation measure",
 * EMNLP-CoNLL (2007).
 *
 * @param beta Weight of completeness against homogeneity, above 0. Default 1: V-measure is then the normalised
 * mutual information.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32, or `beta` is not above 0.
 */
export declare function homogeneityCompletenessVMeasure(truth: Labels, predicted: Labels, beta?: number): VMeasure;
/**
 * Mutual information corrected for chance, at most 1; 0 is what random labelings get on average: scikit-learn's
 * `adjusted_mutual_info_score` with its default `average_method`.
 *
 * Time: the sum over all pairs of a class and a cluster of the smaller one's size.
 *
 * N. X. Vinh, J. Epps and J. Bailey, "Information theoretic measures for clusterings comparison", Journal of Machine
 * Learning Research 11 (2010).
 *
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32.
 */
export declare function adjustedMutualInformation(truth: Labels, predicted: Labels): number;
