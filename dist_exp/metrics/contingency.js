import { ArgumentError } from "../errors.js";
import { checkLabels, distinctLabels, positionsOf } from "./labels.js";
/** Above this many cells a dense table is refused: 2^28 counts are 1 GiB. */
const MAX_CELLS = 2 ** 28;
/**
 * Counts pairs of labels. The arguments must have passed {@link checkLabels}.
 *
 * Sparse, because a clustering of N points may have up to N clusters on either side.
 */
export function countPairs(truth, predicted, rowLabels = distinctLabels(truth), columnLabels = distinctLabels(predicted)) {
    const rowOf = positionsOf(rowLabels);
    const columnOf = positionsOf(columnLabels);
    const rowSums = new Float64Array(rowLabels.length);
    const columnSums = new Float64Array(columnLabels.length);
    const cells = new Map();
    for (let i = 0; i < truth.length; i++) {
        const row = rowOf.get(truth[i]);
        const column = columnOf.get(predicted[i]);
        rowSums[row] += 1;
        columnSums[column] += 1;
        const key = row * columnLabels.length + column;
        const cell = cells.get(key);
        if (cell === undefined)
            cells.set(key, { row, column, count: 1 });
        else
            cell.count++;
    }
    return {
        samples: truth.length,
        rowLabels,
        columnLabels,
        rowSums,
        columnSums,
        cells: [...cells.values()],
    };
}
/**
 * How often each class (row) falls into each cluster (column): scikit-learn's `contingency_matrix`.
 *
 * @param truth N classes.
 * @param predicted N clusters; their numbers need not mean the same as the classes'.
 * @returns One row per distinct class, one column per distinct cluster.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is not an int32, or the table would exceed 2^28 cells.
 */
export function contingencyMatrix(truth, predicted) {
    checkLabels("contingencyMatrix", { truth, predicted });
    return toDense("contingencyMatrix", countPairs(truth, predicted));
}
/**
 * How often each class (row) is predicted as each class (column): scikit-learn's `confusion_matrix`.
 *
 * @param truth N classes.
 * @param predicted N predicted classes, in the same numbering; for clusters see `applyMapping`.
 * @returns A square table over every label that occurs on either side.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is not an int32, or the table would exceed 2^28 cells.
 */
export function confusionMatrix(truth, predicted) {
    checkLabels("confusionMatrix", { truth, predicted });
    const labels = distinctLabels(truth, predicted);
    return toDense("confusionMatrix", countPairs(truth, predicted, labels, labels));
}
/**
 * Writes sparse counts as a table.
 *
 * @throws {ArgumentError} If the table would exceed 2^28 cells.
 */
export function toDense(caller, sparse) {
    const { rowLabels, columnLabels } = sparse;
    const size = rowLabels.length * columnLabels.length;
    if (size > MAX_CELLS) {
        throw new ArgumentError(`${caller}: ${rowLabels.length} x ${columnLabels.length} distinct labels make a table of more than ` +
            `${MAX_CELLS} cells; are these labels, or identifiers of single samples?`);
    }
    const counts = new Uint32Array(size);
    for (const { row, column, count } of sparse.cells)
        counts[row * columnLabels.length + column] = count;
    return { rowLabels, columnLabels, counts };
}
//# sourceMappingURL=contingency.js.map