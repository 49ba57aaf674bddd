import { type Tensor } from "../../tensor/index.js";
/** What `fit` of a clusterer got, [N, D]. */
export interface FittedRows {
    readonly columns: number;
    readonly data: Float32Array<ArrayBuffer>;
}
/** The share of each cluster, then of noise, where there is some, among the nearest fitted rows of each row of x. */
export declare function voteShares(x: Tensor, { columns, data }: FittedRows, labels: Int32Array, classes: number): Promise<Float32Array>;
/**
 * Memberships of rows in clusters with centres, from the distances [N, K] to them: in proportion to d^-2, as fuzzy
 * c-means has them for m = 2 (Bezdek 1981). A row on a centre belongs to that alone.
 */
export declare function memberships(distances: Float32Array, clusters: number): Float32Array;
