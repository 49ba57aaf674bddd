import type { Clusterer, EstimatorState } from "../../estimators/estimator.js";
import type { Tensor } from "../../tensor/index.js";
import { type KMeansOptions } from "./options.js";
export interface MiniBatchKMeansOptions extends Pick<KMeansOptions, "clusters" | "init" | "seed"> {
    /** Rows of a batch. Default 1024. */
    readonly batchSize?: number;
    /** Most passes over the rows. Default 100. */
    readonly maxEpochs?: number;
    /** `fit` ends when the smoothed inertia of so many batches in a row was no new low. Default 10. */
    readonly maxNoImprovement?: number;
    /**
     * Centres that got fewer rows than this share of what the largest got begin again at rows of a batch, from 0 (never)
     * to 1. Default 0.01.
     */
    readonly reassignmentRatio?: number;
    /** Rows that k-means++ chooses the first centres from. Default three batches. */
    readonly initSize?: number;
}
/**
 * k-means whose centres move with each batch of rows by what share of a centre's rows came with it (D. Sculley,
 * "Web-scale k-means clustering", WWW 2010), as scikit-learn's:
 *
 * ```ts
 * const labels = await new MiniBatchKMeans({ clusters: 100 }).fitPredict(x); // x: a tensor [N, D]
 * for await (const batch of batches) await kmeans.partialFit(batch); // or a stream
 * ```
 *
 * A few percent more inertia than `KMeans` for a fraction of its time, where there are many rows; the memory is that of
 * a batch. Each pass takes the rows in another order, and each once (scikit-learn draws rows anew for each batch).
 */
export declare class MiniBatchKMeans implements Clusterer {
    #private;
    readonly kind = "mini_batch_kmeans";
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ clusters, init, batchSize, maxEpochs, maxNoImprovement, reassignmentRatio, initSize, seed, }: MiniBatchKMeansOptions);
    /** The centres [K, D], row by row. */
    get clusterCenters(): Float32Array;
    /** The cluster, 0 to K - 1, of each row that `fit` got, or of the last batch, before the centres moved with it. */
    get labels(): Int32Array;
    /** Sum of the squared distances of those rows to their centres. */
    get inertia(): number;
    /** Batches that the centres moved with. */
    get steps(): number;
    /**
     * Finds the centres of x [N, D], from the beginning.
     * @throws {ShapeError} if x is not a matrix of float32, or its columns do not fit the given centres.
     * @throws {DataError} if x has fewer rows than clusters, or values that are not finite.
     */
    fit(x: Tensor): Promise<this>;
    /**
     * Moves the centres with one batch of rows, x [N, D]; the first one, of at least K rows, also chooses them.
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as before.
     * @throws {DataError} if the first batch has fewer rows than clusters, or values are not finite.
     */
    partialFit(x: Tensor): Promise<this>;
    /** The nearest centre of each row of x [N, D]. Errors as `KMeans.predict`. */
    predict(x: Tensor): Promise<Int32Array>;
    /** `fit`, then the labels. */
    fitPredict(x: Tensor): Promise<Int32Array>;
    /** The Euclidean distances of the rows of x [N, D] to the centres, [N, K]. Errors as `KMeans.transform`. */
    transform(x: Tensor): Promise<Float32Array>;
    /** Centres and what `partialFit` goes on from, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} if the state is not one of a `MiniBatchKMeans`. */
    static restore(state: EstimatorState): MiniBatchKMeans;
}
