import type { Clusterer, EstimatorState } from "../../estimators/estimator.js";
import { type Tensor } from "../../tensor/index.js";
export interface BalancedKMeansOptions {
    /** K, from 1 up. */
    readonly clusters: number;
    /** Sizes of the clusters in proportion, [K], each above 0. All equal by default. */
    readonly sizes?: ArrayLike<number>;
    /**
     * Whether the labels have these sizes exactly, or within one row where rows cannot be shared out so (default); else
     * each row has the cluster that most of it goes to, and sizes are off by up to a tenth.
     */
    readonly exact?: boolean;
    /**
     * How soft the plan is in the end, in units of the rows' mean squared distance to their centre: a smaller number
     * takes more time. Default 0.02.
     */
    readonly epsilon?: number;
    /** Starts of the k-means that the first centres come from. Default 1. */
    readonly nInit?: number;
    /** Most times that the centres move. Default 100. */
    readonly maxIterations?: number;
    /** As `KMeans`'s: squared moves of the centres, in units of the columns' mean variance. Default 1e-4. */
    readonly tolerance?: number;
    /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
    readonly seed?: number;
}
/**
 * k-means with clusters of equal or given sizes, such as classes that are known to have as many images each:
 *
 * ```ts
 * const labels = await new BalancedKMeans({ clusters: 10 }).fitPredict(x); // 6,000 of 60,000 rows each
 * ```
 *
 * Rows go to centres by entropic optimal transport, whose softness decreases while the centres move to the means of what
 * they get (Cuturi 2013; A. Genevay, G. Dulac-Arnold and J.-P. Vert, "Differentiable deep clustering with cluster size
 * constraints", 2019). The first centres are those of k-means. With `exact`, the final labels are those of least cost
 * for their sizes. Sizes that the data do not have cut clusters apart: use it where sizes are known, not to find them.
 *
 * Memory on the device: a copy of x and N x K numbers; on the host, with `exact`, as many.
 */
export declare class BalancedKMeans implements Clusterer {
    #private;
    readonly kind = "balanced_kmeans";
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ clusters, sizes, exact, epsilon, nInit, maxIterations, tolerance, seed, }: BalancedKMeansOptions);
    /** The centres [K, D], row by row: means of the rows by their shares. */
    get clusterCenters(): Float32Array;
    /** The cluster, 0 to K - 1, of each row that `fit` got. */
    get labels(): Int32Array;
    /** Sum of the squared distances of those rows to their centres. */
    get inertia(): number;
    /** Times that the centres moved. */
    get iterations(): number;
    /**
     * Finds the centres of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has fewer rows than clusters, or values that are not finite.
     */
    fit(x: Tensor): Promise<this>;
    /**
     * The cluster, 0 to K - 1, of each row of x [N, D], by the sizes that `fit` aimed at: rows like those that it got are
     * shared out as those were.
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     * @throws {DataError} if values of x are not finite.
     */
    predict(x: Tensor): Promise<Int32Array>;
    /** `fit`, then the labels. */
    fitPredict(x: Tensor): Promise<Int32Array>;
    /** Centres, prices and labels, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} if the state is not one of a `BalancedKMeans`. */
    static restore(state: EstimatorState): BalancedKMeans;
}
