export declare const covarianceTypes: readonly ["full", "tied", "diag", "spherical"];
export type CovarianceType = (typeof covarianceTypes)[number];
/** Weighted sums of one component over all rows, around its mean so far. */
export interface Sums {
    /** Sum of the weights. */
    readonly weight: number;
    /** Weighted sum of the deviations, [D]. */
    readonly deviation: Float64Array;
    /** Weighted sum of their products, [D, D], or of their squares, [D]. */
    readonly products: Float64Array;
}
/** What turns a deviation into a distance in standard deviations. */
export interface Whitening {
    /** The inverse of the covariance's Cholesky factor, transposed, [D, D]; or 1 / standard deviation, [D]. */
    readonly factor: Float64Array;
    /** Logarithm of its determinant. */
    readonly logDeterminant: number;
}
/** Whether a kind needs products of columns, or squares alone. */
export declare const hasProducts: (type: CovarianceType) => type is "full" | "tied";
/**
 * Covariances as scikit-learn lays them out: "full" [K, D, D], "tied" [D, D], "diag" [K, D], "spherical" [K].
 * `regularization` is added to each variance.
 */
export declare function estimate(type: CovarianceType, sums: readonly Sums[], regularization: number): Float64Array;
/** Of each component; null where a covariance is not positive definite. */
export declare function whitenings(type: CovarianceType, covariances: Float64Array, components: number, columns: number): Whitening[] | null;
/** Numbers that a mixture learns, as the information criteria count them. */
export declare function parameterCount(type: CovarianceType, components: number, columns: number): number;
