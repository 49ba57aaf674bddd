import type { Tensor } from "../../tensor/index.js";
/** Distances of more rows than this take over 1.6 GB. */
export declare const MOST_ROWS = 20000;
/** Distances of N rows: those of row i to rows i + 1, ..., N - 1, for one i after another. */
export interface Pairs {
    readonly rows: number;
    /** N (N - 1) / 2 Euclidean distances. */
    readonly distances: Float64Array;
    /** The distance of rows i < j is `distances[base[i] + j]`. */
    readonly base: Int32Array;
}
/**
 * Euclidean distances of all pairs of rows of x [N, D]. Products are float32, on the device; rows that lie close
 * together are measured again in float64. Data of few digits (such as small whole numbers) give exact distances, so
 * that equal ones stay equal.
 *
 * Memory on the host: 4 N (N - 1) bytes, and two copies of x.
 * @throws {DataError} if x has values that are not finite.
 */
export declare function pairwiseDistances(caller: string, x: Tensor): Promise<Pairs>;
