import type { Clusterer, EstimatorState } from "../../estimators/estimator.js";
import type { Tensor } from "../../tensor/index.js";
export declare const selections: readonly ["eom", "leaf"];
export interface HdbscanOptions {
    /** Rows of a cluster at least, from 2 up; smaller groups are noise. Default 5. */
    readonly minClusterSize?: number;
    /**
     * Rows within the distance that tells how dense it is around a row, itself included, from 1 up: more make more
     * noise. Default `minClusterSize`.
     */
    readonly minSamples?: number;
    /** Rows of a cluster at most; larger ones are split further. Default no limit. Of "eom" only. */
    readonly maxClusterSize?: number;
    /** Clusters with the most excess of mass ("eom", default), or the smallest that there are ("leaf"). */
    readonly clusterSelection?: (typeof selections)[number];
    /**
     * Whether all rows may be one cluster, where they are at least `minClusterSize`; each is then in it, with a
     * probability that tells how far out it lies (scikit-learn keeps the densest rows alone). Default false.
     */
    readonly allowSingleCluster?: boolean;
}
/**
 * Clusters where rows lie dense, and noise elsewhere. The number of clusters follows from the data:
 *
 * ```ts
 * const labels = await new Hdbscan({ minClusterSize: 20 }).fitPredict(x); // x: a tensor [N, D]; -1 is noise
 * ```
 *
 * R. Campello, D. Moulavi and J. Sander, "Density-based clustering based on hierarchical density estimates", PAKDD
 * (2013). Exact, for at most 50,000 rows: time grows with N^2. New rows have no answer.
 */
export declare class Hdbscan implements Clusterer {
    #private;
    readonly kind = "hdbscan";
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ minClusterSize, minSamples, maxClusterSize, clusterSelection, allowSingleCluster, }?: HdbscanOptions);
    /** The cluster, from 0 up, of each row that `fit` got, numbered in the order of the rows; -1 for noise. */
    get labels(): Int32Array;
    /** How sure each row belongs to its cluster, 0 to 1: 0 for noise, 1 for the densest rows. */
    get probabilities(): Float64Array;
    /** The number of clusters found, noise not counted. */
    get clusters(): number;
    /**
     * Finds the clusters of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has fewer rows than `minSamples`, one row, more than 50,000, or values that are not finite.
     */
    fit(x: Tensor): Promise<this>;
    /** `fit`, then the labels. */
    fitPredict(x: Tensor): Promise<Int32Array>;
    /** Labels and probabilities, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} if the state is not one of an `Hdbscan`. */
    static restore(state: EstimatorState): Hdbscan;
}
