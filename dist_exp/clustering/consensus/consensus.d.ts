export interface ConsensusOptions {
    /** K, from 1 up. */
    readonly clusters: number;
}
/**
 * What several clusterings of the same N rows agree on: clusters of rows that come together most often.
 *
 * ```ts
 * const labels = consensusClustering([kmeans.labels, ward.labels, hdbscan.labels], { clusters: 10 });
 * ```
 *
 * Two rows are as near as the share of labellings that put them together (A. Fred and A. Jain, "Combining multiple
 * clusterings using evidence accumulation", PAMI 27, 2005), of those in which neither is noise (-1); average linkage
 * joins them. Rows that all labellings treat alike are one, with their weight. Where more than 20,000 are left, the
 * labellings' clusters are joined instead, by the rows that they share, and each row goes to the group that most of its
 * clusters are in (A. Strehl and J. Ghosh, "Cluster ensembles", JMLR 3, 2002, MCLA).
 *
 * @param labellings Labels [N] each: 0 and up, or -1 for noise.
 * @returns The cluster of each row, 0 to K - 1 in the order of the rows; -1 where all labellings say noise.
 * @throws {ArgumentError} if there is no labelling, or K is out of its range.
 * @throws {DataError} if the labellings differ in length or hold other values, or tell fewer than K groups apart.
 */
export declare function consensusClustering(labellings: readonly ArrayLike<number>[], { clusters }: ConsensusOptions): Int32Array;
