import { type Labels } from "./labels.js";
/** Counts of samples by truth (rows) and prediction (columns). */
export interface CountMatrix {
    /** The label of each row, ascending. */
    readonly rowLabels: Int32Array;
    /** The label of each column, ascending. */
    readonly columnLabels: Int32Array;
    /** `[rows, columns]`, row-major. */
    readonly counts: Uint32Array;
}
/** A {@link CountMatrix} that lists only the cells with samples: there are at most N of them. */
export interface SparseCounts {
    readonly samples: number;
    readonly rowLabels: Int32Array;
    readonly columnLabels: Int32Array;
    /** Samples in each row. */
    readonly rowSums: Float64Array;
    /** Samples in each column. */
    readonly columnSums: Float64Array;
    /** Row and column (positions, not labels) and count of each cell, in order of first appearance. */
    readonly cells: readonly {
        readonly row: number;
        readonly column: number;
        readonly count: number;
    }[];
}
/**
 * Counts pairs of labels. The arguments must have passed {@link checkLabels}.
 *
 * Sparse, because a clustering of N points may have up to N clusters on either side.
 */
export declare function countPairs(truth: Labels, predicted: Labels, rowLabels?: Int32Array, columnLabels?: Int32Array): SparseCounts;
/**
 * How often each class (row) falls into each cluster (column): scikit-learn's `contingency_matrix`.
 *
 * @param truth N classes.
 * @param predicted N clusters; their numbers need not mean the same as the classes'.
 * @returns One row per distinct class, one column per distinct cluster.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is not an int32, or the table would exceed 2^28 cells.
 */
export declare function contingencyMatrix(truth: Labels, predicted: Labels): CountMatrix;
/**
 * How often each class (row) is predicted as each class (column): scikit-learn's `confusion_matrix`.
 *
 * @param truth N classes.
 * @param predicted N predicted classes, in the same numbering; for clusters see `applyMapping`.
 * @returns A square table over every label that occurs on either side.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is not an int32, or the table would exceed 2^28 cells.
 */
export declare function confusionMatrix(truth: Labels, predicted: Labels): CountMatrix;
/**
 * Writes sparse counts as a table.
 *
 * @throws {ArgumentError} If the table would exceed 2^28 cells.
 */
export declare function toDense(caller: string, sparse: SparseCounts): CountMatrix;
