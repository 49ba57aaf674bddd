/** Sparse symmetric matrices of neighbours. */
/** A square matrix by rows: row i holds `values[e]` in column `columns[e]`, e from `starts[i]` to `starts[i + 1] - 1`. */
export interface SparseMatrix {
    readonly rows: number;
    /** [N + 1]. */
    readonly starts: Uint32Array;
    /** Ascending in each row. */
    readonly columns: Uint32Array;
    readonly values: Float64Array;
}
/**
 * The symmetric matrix of combine(a_ij, a_ji), of a matrix with `degree` elements in each row: row i holds
 * `values[i degree + n]` in column `columns[i degree + n]`. Elements of the diagonal are left out.
 */
export declare function symmetrized(columns: Int32Array, values: ArrayLike<number>, degree: number, combine: (there: number, back: number) => number): SparseMatrix;
/** The connected component of each row, numbered in the order of the rows, and how many there are. */
export declare function connectedComponents({ rows, starts, columns }: SparseMatrix): {
    readonly component: Int32Array;
    readonly count: number;
};
