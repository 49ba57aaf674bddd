import type { EstimatorState, Transformer } from "../../estimators/estimator.js";
import { type Tensor } from "../../tensor/index.js";
import { solvers } from "./solve.js";
export interface PcaOptions {
    /**
     * K: how many components, from 1 up; or, between 0 and 1, as many as hold that share of the variance. Default: as
     * many as rows or columns, whichever are fewer.
     */
    readonly components?: number;
    /** Whether `transform` gives each component variance 1. Default false. */
    readonly whiten?: boolean;
    /**
     * "full": eigenvectors of the covariance (or, with fewer rows than columns, of the rows' products); at most 4,096
     * rows or columns. "randomized": subspace iteration from a random start (Halko et al. 2011), approximate.
     * "auto" (default): "full" where that is quick, or a number of components is not given.
     */
    readonly solver?: (typeof solvers)[number];
    /** Of the random start: any unsigned 32-bit integer. Default 0. */
    readonly seed?: number;
}
/**
 * The directions in which rows vary most (Pearson 1901):
 *
 * ```ts
 * const pca = await new Pca({ components: 50 }).fit(x); // x: a tensor [N, D]
 * const y = await pca.transform(x); // [N, 50]
 * ```
 *
 * The largest coefficient of each component by absolute value is positive, as in scikit-learn from 1.5 on. Data are
 * centred before anything is multiplied; products are float32 within a block of rows and float64 over blocks, or float64
 * altogether for small data. Memory on the device: a block of rows, and a matrix of the fewer of rows and columns.
 */
export declare class Pca implements Transformer {
    #private;
    readonly kind = "pca";
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ components, whiten, solver, seed }?: PcaOptions);
    /** The mean of each column, [D]. */
    get mean(): Float64Array;
    /** Directions of length 1, most variance first, [K, D] row by row. */
    get components(): Float64Array;
    /** The variance along each component, of N - 1 degrees of freedom, [K]. */
    get explainedVariance(): Float64Array;
    /** Its share of all columns' variance, [K]; 0 where all rows are equal. */
    get explainedVarianceRatio(): Float64Array;
    /**
     * Finds the components of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has one row, fewer rows or columns than components, more than 4,096 of both for the solver
     *   "full", or values that are not finite.
     */
    fit(x: Tensor): Promise<this>;
    /**
     * The rows of x [N, D] along the components, [N, K]. The caller releases it.
     * @throws {ArgumentError} before `fit`.
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     */
    transform(x: Tensor): Promise<Tensor>;
    /**
     * The rows [N, D] whose components are y [N, K], as far as K components tell. The caller releases it.
     * @throws {ArgumentError} before `fit`.
     * @throws {ShapeError} if y is not a matrix of float32 with K columns.
     */
    inverseTransform(y: Tensor): Promise<Tensor>;
    /** What it learned, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} where the state is not one of a Pca. */
    static restore(state: EstimatorState): Pca;
}
