import type { Clusterer, EstimatorState } from "../../estimators/estimator.js";
import type { Tensor } from "../../tensor/index.js";
import { type CovarianceType } from "./covariance.js";
export interface GaussianMixtureOptions {
    /** K, from 1 up. Default 1. */
    readonly components?: number;
    /**
     * Each component has its own covariance ("full", default), all share one ("tied"), or each has its own variances of
     * the columns ("diag") or one variance ("spherical").
     */
    readonly covarianceType?: CovarianceType;
    /** A run ends when the mean log-likelihood of a row grows by less than this. Default 1e-3. */
    readonly tolerance?: number;
    /** Added to each variance, in units of the data's squares: keeps components of few rows regular. Default 1e-6. */
    readonly regularization?: number;
    /** Most iterations of one run. Default 100. */
    readonly maxIterations?: number;
    /** Runs from different k-means starts, of which the most likely is kept. Default 1. */
    readonly nInit?: number;
    /** The components' first means [K, D] row by row; first weights and covariances are those of k-means from there. */
    readonly means?: ArrayLike<number>;
    /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
    readonly seed?: number;
}
/**
 * Rows as draws from K Gaussian distributions, fitted by expectation-maximisation (Dempster, Laird and Rubin 1977) from
 * the clusters of k-means:
 *
 * ```ts
 * const mixture = await new GaussianMixture({ components: 10 }).fit(x); // x: a tensor [N, D]
 * const labels = await mixture.predict(x);
 * ```
 *
 * Densities are float32, sums over blocks of rows float64. Memory on the device: a copy of x, and a block of rows by
 * components by columns.
 */
export declare class GaussianMixture implements Clusterer {
    #private;
    readonly kind = "mixture";
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ components, covarianceType, tolerance, regularization, maxIterations, nInit, means, seed, }?: GaussianMixtureOptions);
    /** The most probable component, 0 to K - 1, of each row that `fit` got. */
    get labels(): Int32Array;
    /** Shares of the components, [K]. */
    get weights(): Float64Array;
    /** [K, D], row by row. */
    get means(): Float64Array;
    /** "full" [K, D, D], "tied" [D, D], "diag" [K, D] or "spherical" [K]. */
    get covariances(): Float64Array;
    /** Whether the run that was kept ended before `maxIterations`. */
    get converged(): boolean;
    /** Iterations of the run that was kept. */
    get iterations(): number;
    /** Mean logarithm of the density of the rows that `fit` got, before the last update. */
    get logLikelihood(): number;
    /**
     * Fits the components to x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32, or its columns do not fit the given means.
     * @throws {DataError} if x has fewer rows than components, values that are not finite, or a covariance that stays
     *   singular.
     */
    fit(x: Tensor): Promise<this>;
    /** The most probable component, 0 to K - 1, of each row of x [N, D]. Errors as `predictProba`. */
    predict(x: Tensor): Promise<Int32Array>;
    /**
     * The probability of each component for each row of x [N, D], [N, K] row by row.
     * @throws {ArgumentError} before `fit`.
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     * @throws {DataError} if values of x are not finite.
     */
    predictProba(x: Tensor): Promise<Float32Array>;
    /** The logarithm of each row's density, [N]. Errors as `predictProba`. */
    scoreSamples(x: Tensor): Promise<Float32Array>;
    /** Bayesian information criterion on x [N, D] (Schwarz 1978): lower is better. Errors as `predictProba`. */
    bic(x: Tensor): Promise<number>;
    /** Akaike's information criterion on x [N, D] (1974): lower is better. Errors as `predictProba`. */
    aic(x: Tensor): Promise<number>;
    /** `fit`, then the labels. */
    fitPredict(x: Tensor): Promise<Int32Array>;
    /** Components and labels, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} if the state is not one of a `GaussianMixture`. */
    static restore(state: EstimatorState): GaussianMixture;
}
