import type { EstimatorState, Transformer } from "../../estimators/estimator.js";
import { type Tensor } from "../../tensor/index.js";
import { type UmapOptions } from "./options.js";
/**
 * Lays out rows in few dimensions, so that rows that are near to each other stay near: L. McInnes, J. Healy and
 * J. Melville, "UMAP: Uniform manifold approximation and projection for dimension reduction" (2018).
 *
 * ```ts
 * const map = await new Umap().fitTransform(x); // x: a tensor [N, D]; map: a tensor [N, 2], which the caller releases
 * ```
 *
 * Options, graph and forces are umap-learn's. In each epoch all rows move at once, by the forces at the places of the
 * epoch before: no order of rows and no number of threads changes the result. Neighbours are exact and the layout is
 * computed on the device, the beginning on the host. Rounding grows over the epochs, so that devices, and processors
 * of other vector lengths, give other places of the same quality.
 *
 * Memory on the host: a copy of x, and about 12 N neighbors numbers while it fits.
 */
export declare class Umap implements Transformer {
    #private;
    readonly kind = "umap";
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ neighbors, components, minDist, spread, epochs, negativeSamples, init, seed, }?: UmapOptions);
    /** The places of the rows that `fit` got, [N, components]. */
    get embedding(): Float32Array;
    /**
     * Lays out x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has values that are not finite.
     */
    fit(x: Tensor): Promise<this>;
    /** `fit`, then the embedding [N, components]. The caller releases it. */
    fitTransform(x: Tensor): Promise<Tensor>;
    /**
     * Places [M, components] of other rows x [M, D] among those that `fit` got, which stay: the mean of their nearest
     * ones' places, weighted by their memberships, then a third of the epochs (30 or 100 by default) among them. The
     * caller releases it.
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     * @throws {DataError} if x has values that are not finite.
     */
    transform(x: Tensor): Promise<Tensor>;
    /** @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} where the state is not one of this kind. */
    static restore({ options, arrays }: EstimatorState): Umap;
}
