import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import { type Tensor } from "../tensor/index.js";
export interface StandardScalerOptions {
    /** Whether each column's mean becomes 0. Default true. */
    readonly withMean?: boolean;
    /** Whether each column's variance becomes 1. Default true. */
    readonly withStd?: boolean;
}
/**
 * Gives the columns of rows [N, D] mean 0 and variance 1, of N degrees of freedom. Constant columns become 0, and are
 * not divided.
 */
export declare class StandardScaler implements Transformer {
    #private;
    readonly kind = "standard_scaler";
    /** @throws {ArgumentError} if an option is neither true nor false. */
    constructor({ withMean, withStd }?: StandardScalerOptions);
    /** The mean of each column that `fit` got, [D]. */
    get mean(): Float64Array;
    /** What each column is divided by, [D]: its standard deviation, 1 where it is constant or `withStd` is false. */
    get scale(): Float64Array;
    /**
     * Measures the columns of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x holds values that are not finite.
     */
    fit(x: Tensor): Promise<this>;
    /**
     * (x - mean) / scale, [N, D]. The caller releases it.
     * @throws {ArgumentError} before `fit`.
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     */
    transform(x: Tensor): Promise<Tensor>;
    /** What it learned, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} where the state is not one of a StandardScaler. */
    static restore(state: EstimatorState): StandardScaler;
}
