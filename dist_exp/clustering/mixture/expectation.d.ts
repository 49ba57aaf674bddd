import type { Tensor } from "../../tensor/index.js";
import { type CovarianceType, type Sums, type Whitening } from "./covariance.js";
/** Components whose densities can be computed. */
export interface Components {
    readonly type: CovarianceType;
    /** Shares of the components, [K]. */
    readonly weights: Float64Array;
    /** [K, D]. */
    readonly means: Float64Array;
    readonly whitenings: readonly Whitening[];
}
/** What one block of rows gives. */
export interface Block {
    readonly first: number;
    readonly count: number;
    /** Probability of each component for each row, [count, K]. */
    readonly responsibilities: Float32Array;
    /** Logarithm of each row's density, [count]. */
    readonly logDensities: Float32Array;
}
/** Probabilities and densities of x's rows. */
export declare function expectation(x: Tensor, components: Components): Promise<Block[]>;
/**
 * The sums of each component over all rows, and the mean logarithm of the rows' densities.
 * Products are summed in float32 within a block, and in float64 over blocks.
 */
export declare function sumsOf(x: Tensor, components: Components): Promise<{
    sums: Sums[];
    logDensity: number;
}>;
/** The sums of components that each row belongs to one of: `labels` [N], around `means` [K, D]. */
export declare function sumsOfLabels(x: Tensor, labels: Int32Array, means: Float64Array, type: CovarianceType): Promise<Sums[]>;
