/** Pairs of a row and a column; none occurs twice. There are min(rows, columns) of them. */
export interface Assignment {
    /** Ascending. */
    readonly rows: Int32Array;
    /** `columns[i]` is the partner of `rows[i]`. */
    readonly columns: Int32Array;
}
/**
 * Pairs rows with columns one to one at the smallest total cost, or the largest with `maximize`:
 * scipy's `linear_sum_assignment`.
 *
 * Shortest augmenting paths in O(min(rows, columns)^2 max(rows, columns)): R. Jonker and A. Volgenant,
 * "A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38
 * (1987), in the rectangular form of D. F. Crouse, "On implementing 2D rectangular assignment
 * algorithms", IEEE Transactions on Aerospace and Electronic Systems 52 (2016).
 *
 * @param cost `[rows, columns]`, row-major, finite.
 * @param options.maximize Take `cost` as a gain. Default false.
 * @throws {ShapeError} If `cost` has another size than rows x columns.
 * @throws {ArgumentError} If a cost is NaN or infinite.
 */
export declare function linearSumAssignment(cost: ArrayLike<number>, rows: number, columns: number, options?: {
    readonly maximize?: boolean;
}): Assignment;
