import { type Labels } from "./labels.js";
/** Which class each cluster stands for; {@link UNMAPPED} (-1) for a cluster that stands for none. */
export type ClusterMapping = ReadonlyMap<number, number>;
/** The result of {@link clusteringAccuracy}. */
export interface ClusteringAccuracy {
    /** The share of samples whose cluster stands for their class, 0 to 1. */
    readonly accuracy: number;
    /** One entry per cluster that occurs, ascending. */
    readonly mapping: ClusterMapping;
}
/**
 * The share of equal values: scikit-learn's `accuracy_score`.
 *
 * @param truth N classes.
 * @param predicted N predicted classes, in the same numbering.
 * @throws {ShapeError} If the lengths differ or are zero.
 */
export declare function accuracy(truth: Labels, predicted: Labels): number;
/**
 * Accuracy under the best one-to-one mapping of clusters to classes, found by linear assignment:
 * J. Xie, R. Girshick and A. Farhadi, "Unsupervised deep embedding for clustering analysis" (2016), eq. 10.
 *
 * With more clusters than classes the surplus clusters map to {@link UNMAPPED} and all their samples count
 * as wrong; with fewer, some classes are never predicted.
 *
 * @param labels N true classes, numbered from 0.
 * @param clusters N clusters, any numbering.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32 or a class is negative.
 */
export declare function clusteringAccuracy(labels: Labels, clusters: Labels): ClusteringAccuracy;
/**
 * Replaces each cluster by the class it stands for.
 *
 * @param clusters N clusters.
 * @param mapping As `clusteringAccuracy` returns it; a cluster that it lacks becomes {@link UNMAPPED}.
 * @returns N classes.
 */
export declare function applyMapping(clusters: Labels, mapping: ClusterMapping): Int32Array;
/**
 * Accuracy under a mapping that is given, for instance one fitted on the training split and judged on
 * another, where fitting it anew would flatter the result.
 *
 * @param labels N true classes, numbered from 0.
 * @param clusters N clusters; one that the mapping lacks, or maps to {@link UNMAPPED}, counts as wrong.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32 or a class is negative.
 */
export declare function mappedAccuracy(labels: Labels, clusters: Labels, mapping: ClusterMapping): number;
