/** A symmetric matrix as a tridiagonal one between reflections (Householder 1958), in float64. */
export interface Tridiagonal {
    readonly size: number;
    /** [n]. */
    readonly diagonal: Float64Array;
    /** Element i is that of rows i - 1 and i, [n]; element 0 is 0. */
    readonly offDiagonal: Float64Array;
    /** Row i holds vector u of reflection i, its first i elements, [n, n]. */
    readonly reflectors: Float64Array;
    /** Reflection i is 1 - u u^T / halves[i]; none where that is 0. */
    readonly halves: Float64Array;
}
/** The tridiagonal form of a symmetric matrix, of which the lower triangle is read. */
export declare function tridiagonalize(a: Float64Array, n: number): Tridiagonal;
/**
 * Turns vectors of the tridiagonal matrix, the rows of z [count, n], into those of the matrix it was made of.
 * @param triangular whether row r of z holds zeros before its element r, which saves a third of the time.
 */
export declare function backTransform({ size: n, reflectors, halves }: Tridiagonal, z: Float64Array, count: number, triangular?: boolean): void;
