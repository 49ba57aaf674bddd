/** Factors of small symmetric matrices, in float64. */
/** L of A = L L^T, row by row, lower triangle; null where A [n, n] is not positive definite. */
export declare function cholesky(a: Float64Array, n: number): Float64Array | null;
/** The inverse of a lower triangle [n, n] without zeros on its diagonal. */
export declare function invertLower(lower: Float64Array, n: number): Float64Array;
