export interface Eigen {
    /** Ascending. */
    readonly values: Float64Array;
    /** Row i is the eigenvector of value i, of length 1; its largest component by absolute value is positive. */
    readonly vectors: Float64Array;
}
/**
 * All eigenvectors of a symmetric matrix [n, n], of which the lower triangle is read: Householder's tridiagonal form,
 * then implicit QL. Time grows with n^3: about a second for n = 784.
 *
 * Values are NaN where the matrix holds values that are not finite.
 */
export declare function symmetricEigen(a: Float64Array, n: number): Eigen;
/**
 * The `count` largest eigenvalues of a symmetric matrix [n, n], ascending, and their vectors [count, n]: as
 * `symmetricEigen`, with vectors by inverse iteration, which takes a third of the time where they are few.
 */
export declare function largestEigen(a: Float64Array, n: number, count: number): Eigen;
/** Makes the largest component of each row of n positive; of equal ones, the first. */
export declare function turnRows(vectors: Float64Array, n: number): void;
