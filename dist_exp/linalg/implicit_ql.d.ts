/** Eigenvalues of a tridiagonal matrix by implicitly shifted QL (Bowdler, Martin, Reinsch and Wilkinson 1968). */
/** Rotations of the columns i and i + 1 of V, for i from `first + count - 1` down to `first`. */
export interface Sweep {
    readonly first: number;
    readonly count: number;
    readonly cosines: Float64Array;
    readonly sines: Float64Array;
}
/**
 * Replaces the diagonal by the eigenvalues, in no order; what lies beside it is lost. Element i of `offDiagonal`
 * belongs to rows i - 1 and i.
 * @param onSweep is given each sweep's rotations, in order; the arrays are its own.
 */
export declare function implicitQl(diagonal: Float64Array, offDiagonal: Float64Array, onSweep: ((sweep: Sweep) => void) | null): void;
/** Applies sweeps, in order, to the columns of v [rows, n]. */
export declare function rotateColumns(v: Float64Array, rows: number, n: number, sweeps: readonly Sweep[]): void;
