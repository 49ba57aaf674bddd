import type { Pairs } from "../agglomerative/pairs.js";
/**
 * The mean over rows of (b - a) / max(a, b), with a the mean distance to the row's own cluster and b that to the
 * nearest other one; 0 for a row that is alone. P. J. Rousseeuw, Journal of Computational and Applied Mathematics 20
 * (1987).
 * @param labels the cluster of each row, 0 to `clusters` - 1; clusters without rows are left out.
 */
export declare function meanSilhouette({ rows, distances, base }: Pairs, labels: Int32Array, clusters: number): number;
