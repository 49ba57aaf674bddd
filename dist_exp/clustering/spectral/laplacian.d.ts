import { type SparseMatrix } from "./graph.js";
export interface LaplacianOptions {
    /** How many eigenvectors; at most N. */
    readonly count: number;
    /** Residual of an eigenvector at most. */
    readonly tolerance: number;
    /** Products with the matrix at most. */
    readonly mostProducts: number;
    readonly seed: number;
}
export interface LaplacianVectors {
    /** Row c is eigenvector c, of length 1, [count, N]; the least eigenvalue first. */
    readonly vectors: Float64Array;
    /** Ascending, [count]. */
    readonly values: Float64Array;
    /** Square roots of the degrees, [N]; 1 for a row without edges. */
    readonly roots: Float64Array;
    /** Connected components of the graph. */
    readonly components: number;
}
/**
 * The least eigenvalues of L = 1 - D^-1/2 W D^-1/2 and their vectors, of symmetric weights W without a diagonal.
 *
 * Each connected component has an eigenvalue 0 with a vector that is known (D^1/2 there, 0 elsewhere): those of the
 * largest components come first, Lanczos' method finds the others.
 */
export declare function laplacianVectors(graph: SparseMatrix, { count, tolerance, mostProducts, seed }: LaplacianOptions): LaplacianVectors;
