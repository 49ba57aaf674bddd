/** The largest eigenvalues of large symmetric matrices, in float64 on the host. */
import { type Eigen } from "../../linalg/eigen.js";
export interface LanczosOptions {
    /** How many eigenvectors. */
    readonly count: number;
    /** Vectors of length 1, orthogonal to each other, that results are to be orthogonal to, [known, n] row by row. */
    readonly known: Float64Array;
    /** A result's residual |A v - value v| is at most this. */
    readonly tolerance: number;
    /** Products with the matrix at most; results are then the best so far. */
    readonly mostProducts: number;
    readonly seed: number;
}
/**
 * The `count` largest eigenvalues of a symmetric matrix [n, n] and their vectors, largest first, outside the span of `known`.
 *
 * Lanczos' method finds one vector of each eigenvalue. So it is run again, from another random vector and orthogonal to
 * all that was found, until the largest value that is left is not better than the least one wanted.
 *
 * @param multiply writes A x to y.
 */
export declare function largestEigenvectors(n: number, multiply: (x: Float64Array, y: Float64Array) => void, { count, known, tolerance, mostProducts, seed }: LanczosOptions): Eigen;
