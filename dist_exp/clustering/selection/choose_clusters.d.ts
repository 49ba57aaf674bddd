import type { Tensor } from "../../tensor/index.js";
import { type Criterion } from "./criterion.js";
import "./criteria/index.js";
import { type Recommendation } from "./recommend.js";
import { type Partition } from "./study.js";
export interface ChooseClustersOptions {
    /** The least number of clusters, from 2 up. Default 2. */
    readonly from?: number;
    /** The greatest. Default 20, or one less than the distinct rows where those are fewer. */
    readonly to?: number;
    /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
    readonly seed?: number;
    /** Names of criteria, such as "silhouette". Default all that are registered. */
    readonly methods?: readonly string[];
    /** Rows that are looked at, drawn at random, from 3 up. Default 4,000, at most 20,000; fewer where x has fewer. */
    readonly sample?: number;
    /** Stops the work; the call then rejects with its reason. */
    readonly signal?: AbortSignal;
    /** Is told before each criterion. */
    readonly onProgress?: (done: number, all: number, title: string) => void;
}
/** One criterion's judgement. */
export interface CriterionResult extends Pick<Criterion, "name" | "title" | "about" | "better" | "weight"> {
    /** A value for each of `ks`; null for a criterion without a curve. */
    readonly values: readonly number[] | null;
    /** The numbers of clusters it would take, best first; none where the data give it no reason. */
    readonly choices: readonly number[];
    readonly note: string | null;
}
export interface ClusterChoice {
    /** The numbers of clusters that were judged. */
    readonly ks: readonly number[];
    readonly criteria: readonly CriterionResult[];
    /** The numbers of clusters that some criterion would take, and their neighbours, the most recommended first. */
    readonly recommended: readonly Recommendation[];
    /** The rows that were looked at, ascending. */
    readonly rows: Uint32Array;
    /** The clusters of those rows by k-means, for each of `ks`. */
    readonly partitions: readonly Partition[];
}
/**
 * Judges numbers of clusters for the rows of x [N, D], and recommends some:
 *
 * ```ts
 * const { recommended } = await chooseClusters(x, { to: 20 });
 * const labels = await new KMeans({ clusters: recommended[0].clusters }).fitPredict(x);
 * ```
 *
 * Partitions are those of k-means. A sample of the rows, its partitions, its distances and its graph of neighbours are
 * made once, and serve all criteria. What is recommended follows from their choices alone (`recommend`). Where no
 * criterion has a choice, `recommended` is empty: the rows show no clusters between `from` and `to`.
 *
 * Memory: a copy of the sample, and on the host 4 bytes for each pair of its rows, twice.
 * @throws {ArgumentError} if an option is out of its range.
 * @throws {ShapeError} if x is not a matrix of float32.
 * @throws {DataError} if x has fewer than 3 distinct rows, no more distinct rows than `to`, or values that are not finite.
 */
export declare function chooseClusters(x: Tensor, options?: ChooseClustersOptions): Promise<ClusterChoice>;
