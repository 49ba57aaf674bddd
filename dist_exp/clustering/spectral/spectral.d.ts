import type { Clusterer, EstimatorState } from "../../estimators/estimator.js";
import { type Tensor } from "../../tensor/index.js";
declare const assignments: readonly ["kmeans", "cluster_qr"];
export interface SpectralOptions {
    /** K, from 1 up. */
    readonly clusters: number;
    /**
     * The row itself and its nearest others that it is joined with, from 2 up; all rows where there are fewer. Default 10,
     * as scikit-learn's `n_neighbors`.
     */
    readonly neighbors?: number;
    /** Eigenvectors to embed the rows with. Default K. */
    readonly nComponents?: number;
    /**
     * How rows of the embedding are sorted: by k-means (default), or by a QR factorisation with pivots, which draws no
     * random numbers and needs as many eigenvectors as clusters.
     */
    readonly assign?: (typeof assignments)[number];
    /** Starts of k-means, of which the best is kept. Default 10. */
    readonly nInit?: number;
    /** Any unsigned 32-bit integer. Default 0. */
    readonly seed?: number;
}
/**
 * Sorts rows by the graph of their nearest neighbours: rows that many short ways join get one cluster, whatever its
 * shape. The rows are embedded by the least eigenvectors of the graph's normalised Laplacian and sorted by k-means
 * there (J. Shi and J. Malik 2000; U. von Luxburg, "A tutorial on spectral clustering", 2007):
 *
 * ```ts
 * const labels = await new Spectral({ clusters: 3 }).fitPredict(x); // x: a tensor [N, D]
 * ```
 *
 * The graph is scikit-learn's `affinity="nearest_neighbors"`. Where it is not connected (see `components`), eigenvectors
 * that tell components apart come first, the largest component's first of all: with as many components as clusters,
 * the clusters are the components. Neighbours and k-means are computed on the device, eigenvectors on the host, in float64.
 *
 * Memory on the host: N (2 neighbors + 5 nComponents + 40) numbers. New rows have no answer: `fit` again, or classify
 * them by their nearest neighbours.
 */
export declare class Spectral implements Clusterer {
    #private;
    readonly kind = "spectral";
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ clusters, neighbors, nComponents, assign, nInit, seed, }: SpectralOptions);
    /** The cluster, 0 to K - 1, of each row that `fit` got. */
    get labels(): Int32Array;
    /** The rows by the eigenvectors, divided by the root of their degrees, [N, nComponents]. */
    get embedding(): Float32Array;
    /** Connected components of the graph. Where they are more than the clusters, the smallest ones share one. */
    get components(): number;
    /**
     * Sorts the rows of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has fewer rows than clusters or eigenvectors, or values that are not finite.
     */
    fit(x: Tensor): Promise<this>;
    /** `fit`, then the labels. */
    fitPredict(x: Tensor): Promise<Int32Array>;
    /** @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} where the state is not one of this kind. */
    static restore({ options, arrays, details }: EstimatorState): Spectral;
}
export {};
