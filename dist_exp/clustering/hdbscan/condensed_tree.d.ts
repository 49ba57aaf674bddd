/** What a single-linkage tree says of clusters of a least size, and which of them last. */
import type { Dendrogram } from "../agglomerative/linkage.js";
/**
 * The tree without clusters below the least size: as the density needed rises, a cluster loses rows, or splits in two.
 * Clusters are numbered from the root, 0, each above its parent.
 */
export interface CondensedTree {
    /** The cluster that each split off from; -1 of the root. */
    readonly parents: readonly number[];
    /** Density (1 / distance) at which each cluster appears. */
    readonly births: readonly number[];
    /** Rows of each cluster when it appears. */
    readonly sizes: readonly number[];
    /** The cluster that each row leaves last. */
    readonly clusterOf: Int32Array;
    /** The density at which it leaves; infinite for rows that coincide. */
    readonly densityOf: Float64Array;
}
/** @param smallest Rows that a cluster has at least. */
export declare function condense({ children, distances }: Dendrogram, rows: number, smallest: number): CondensedTree;
/**
 * Clusters with the most excess of mass, none inside another: a cluster stays whole where it lasts at least as long,
 * counted over its rows and densities, as the clusters that it splits into.
 * @param most Rows that a chosen cluster has at most.
 * @param root Whether all rows may be one cluster.
 */
export declare function mostStable({ parents, births, sizes, clusterOf, densityOf }: CondensedTree, most: number, root: boolean): boolean[];
/** The clusters that do not split; the root only where there is no other and `root` allows it. */
export declare function leaves({ parents }: CondensedTree, root: boolean): boolean[];
