import type { Clusterer, EstimatorState } from "../../estimators/estimator.js";
import { type Tensor } from "../../tensor/index.js";
import { type KMeansOptions } from "./options.js";
export type { KMeansOptions } from "./options.js";
export interface KMeansFitOptions {
    /** How much each row counts, [N], from 0 up; all alike by default. */
    readonly sampleWeight?: ArrayLike<number>;
}
/**
 * k-means: K centres that lie nearest to N rows of D features, by Lloyd's algorithm.
 *
 * ```ts
 * const kmeans = new KMeans({ clusters: 10 });
 * const labels = await kmeans.fitPredict(x); // x: a tensor [N, D]
 * ```
 *
 * The tensors stay the caller's. Memory: a copy of x, moved to the origin, for as long as a call runs; with weights,
 * another.
 */
export declare class KMeans implements Clusterer {
    #private;
    readonly kind = "kmeans";
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ clusters, init, nInit, maxIterations, tolerance, metric, seed, }: KMeansOptions);
    /** The centres [K, D], row by row; with the metric "cosine", of length 1. */
    get clusterCenters(): Float32Array;
    /** The cluster, 0 to K - 1, of each row that `fit` got. */
    get labels(): Int32Array;
    /**
     * Sum of the squared distances of those rows to their centres, times the rows' weights; with the metric "cosine",
     * of rows of length 1: twice 1 minus the cosine.
     */
    get inertia(): number;
    /** Iterations of the run that was kept. */
    get iterations(): number;
    /**
     * Finds the centres of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32, or its columns do not fit the given centres.
     * @throws {DataError} if x has fewer rows than clusters, values that are not finite, weights that do not fit, or,
     *   with the metric "cosine", rows of zeros.
     */
    fit(x: Tensor, { sampleWeight }?: KMeansFitOptions): Promise<this>;
    /**
     * The cluster, 0 to K - 1, of each row of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     * @throws {DataError} if values of x are not finite, or, with the metric "cosine", a row is all zeros.
     */
    predict(x: Tensor): Promise<Int32Array>;
    /** `fit`, then the labels. */
    fitPredict(x: Tensor, options?: KMeansFitOptions): Promise<Int32Array>;
    /**
     * The Euclidean distances of the rows of x [N, D] to the centres, as [N, K] row by row; with the metric "cosine", of
     * rows of length 1. Errors as `predict`.
     */
    transform(x: Tensor): Promise<Float32Array>;
    /** Centres and labels, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} if the state is not one of a `KMeans`. */
    static restore(state: EstimatorState): KMeans;
}
