import type { Clusterer } from "../../estimators/estimator.js";
import type { Tensor } from "../../tensor/index.js";
import { type FittedRows } from "./votes.js";
/** Answers for rows [N, D] of features. */
export interface Answers {
    /** Clusters, without noise. */
    readonly clusters: number;
    /** Whether rows may belong to no cluster, which has a column of its own in `shares`: the last one. */
    readonly noise: boolean;
    /** The cluster of each row; -1 for noise. */
    predict(x: Tensor): Promise<Int32Array>;
    /** The share of each cluster, and of noise, in each row: [N, clusters (+ 1)]. Each row adds up to 1. */
    shares(x: Tensor): Promise<Float32Array>;
}
/** What a clusterer's answers rest on, beside its own state. */
export interface Learned {
    readonly labels: Int32Array;
    readonly clusters: number;
    /** What `fit` of the clusterer got, where it has no `predict` of its own. */
    readonly rows: FittedRows | null;
}
/** Clusterers with a `predict` of their own; some have centres, too, and give the distances [N, K] to them. */
interface Predicting extends Clusterer {
    predict(x: Tensor): Promise<Int32Array>;
    transform?(x: Tensor): Promise<Float32Array>;
}
/** Whether the clusterer itself answers for new rows; for others the rows of `fit` have to be kept. */
export declare function predicts(clusterer: Clusterer): clusterer is Predicting;
/** The number of clusters of a fitted clusterer, those without a row of x among them. */
export declare function countClusters(clusterer: Clusterer, labels: Int32Array, x: Tensor): Promise<number>;
/**
 * How a clusterer answers: itself, as far as it can, else by the rows of `fit`.
 * @throws {DataError} where rows are needed and missing.
 */
export declare function answersOf(clusterer: Clusterer, { labels, clusters, rows }: Learned): Answers;
export {};
