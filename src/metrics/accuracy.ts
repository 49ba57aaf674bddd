import { linearSumAssignment } from "./assignment.js";
import { countPairs, toDense } from "./contingency.js";
import { checkClasses, checkLabels, type Labels, UNMAPPED } from "./labels.js";

/** Which class each cluster stands for; -1 for a cluster that stands for none. */
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
export function accuracy(truth: Labels, predicted: Labels): number {
  checkLabels("accuracy", { truth, predicted });
  return shareEqual(truth, predicted);
}

/**
 * Accuracy under the best one-to-one mapping of clusters to classes, found by linear assignment:
 * J. Xie, R. Girshick and A. Farhadi, "Unsupervised deep embedding for clustering analysis" (2016), eq. 10.
 *
 * With more clusters than classes the surplus clusters map to -1 and all their samples count
 * as wrong; with fewer, some classes are never predicted.
 *
 * @param labels N true classes, numbered from 0.
 * @param clusters N clusters, any numbering.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32 or a class is negative.
 */
export function clusteringAccuracy(labels: Labels, clusters: Labels): ClusteringAccuracy {
  checkLabels("clusteringAccuracy", { labels, clusters });
  checkClasses("clusteringAccuracy", "labels", labels);
  const { rowLabels, columnLabels, counts } = toDense("clusteringAccuracy", countPairs(labels, clusters));
  const pairs = linearSumAssignment(counts, rowLabels.length, columnLabels.length, { maximize: true });
  const mapping = new Map(Array.from(columnLabels, (cluster) => [cluster, UNMAPPED]));
  let correct = 0;
  for (let i = 0; i < pairs.rows.length; i++) {
    const row = pairs.rows[i]!;
    const column = pairs.columns[i]!;
    mapping.set(columnLabels[column]!, rowLabels[row]!);
    correct += counts[row * columnLabels.length + column]!;
  }
  return { accuracy: correct / labels.length, mapping };
}

/**
 * Replaces each cluster by the class it stands for.
 *
 * @param clusters N clusters.
 * @param mapping As `clusteringAccuracy` returns it; a cluster that it lacks becomes -1.
 * @returns N classes.
 */
export function applyMapping(clusters: Labels, mapping: ClusterMapping): Int32Array {
  return Int32Array.from(clusters, (cluster) => mapping.get(cluster) ?? UNMAPPED);
}

/**
 * Accuracy under a mapping that is given, for instance one fitted on the training split and judged on
 * another, where fitting it anew would flatter the result.
 *
 * @param labels N true classes, numbered from 0.
 * @param clusters N clusters; one that the mapping lacks, or maps to -1, counts as wrong.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32 or a class is negative.
 */
export function mappedAccuracy(labels: Labels, clusters: Labels, mapping: ClusterMapping): number {
  checkLabels("mappedAccuracy", { labels, clusters });
  checkClasses("mappedAccuracy", "labels", labels);
  return shareEqual(labels, applyMapping(clusters, mapping));
}

function shareEqual(a: Labels, b: Labels): number {
  let equal = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) equal++;
  return equal / a.length;
}
