import type { Clusterer, EstimatorState } from "../../estimators/estimator.js";
import type { Tensor } from "../../tensor/index.js";
import { type Linkage } from "./linkage.js";
export interface AgglomerativeOptions {
    /** K, from 1 up. Default 2; none where `distanceThreshold` is given. */
    readonly clusters?: number;
    /** Clusters at this distance or farther apart stay apart; their number follows from the data. */
    readonly distanceThreshold?: number;
    /**
     * The pair of clusters that is joined next: the one whose join adds least to the squared distances to centres
     * ("ward", default), or the nearest by the mean ("average"), greatest ("complete") or least ("single") distance of
     * their rows.
     */
    readonly linkage?: Linkage;
    /**
     * Only clusters are joined whose rows are among each other's so many nearest, from 1 up; those with no such rows
     * left by the distance of their centres. Default: any two may be joined.
     */
    readonly neighbors?: number;
}
/**
 * Joins the two nearest clusters, beginning with each row alone, until K are left (Ward 1963):
 *
 * ```ts
 * const labels = await new Agglomerative({ clusters: 10 }).fitPredict(x); // x: a tensor [N, D]
 * ```
 *
 * Exact, for at most 20,000 rows: time and memory grow with N^2. With `neighbors`, up to 1,000,000 rows: memory grows with
 * N, and what takes N^2 D time is the search of nearest rows on the device. New rows have no answer: `fit` again, or classify
 * them by their nearest neighbours.
 */
export declare class Agglomerative implements Clusterer {
    #private;
    readonly kind = "agglomerative";
    /** @throws {ArgumentError} if an option is out of its range, or both ways to end are given. */
    constructor({ clusters, distanceThreshold, linkage, neighbors }?: AgglomerativeOptions);
    /** The cluster, from 0 up, of each row that `fit` got; numbered in the order of the rows. */
    get labels(): Int32Array;
    /**
     * The two clusters of each join, [N - 1, 2]: rows are 0 to N - 1, and join m makes cluster N + m (scikit-learn's
     * `children_`).
     */
    get children(): Int32Array;
    /** The distance of the two clusters of each join, [N - 1]; ascending, unless `neighbors` is given. */
    get distances(): Float64Array;
    /**
     * Joins the rows of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has fewer rows than clusters, no more rows than `neighbors`, more than 20,000
     * (1,000,000 with `neighbors`), or values that are not finite.
     */
    fit(x: Tensor): Promise<this>;
    /** `fit`, then the labels. */
    fitPredict(x: Tensor): Promise<Int32Array>;
    /** Labels and tree, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} if the state is not one of an `Agglomerative`. */
    static restore(state: EstimatorState): Agglomerative;
}
