import { ArgumentError, ShapeError } from "../errors.js";
import { checkLabels } from "./labels.js";
/**
 * Checks that there is a finite point for each sample.
 *
 * @throws {ShapeError} If `points` and `clusters` disagree on N.
 * @throws {ArgumentError} If `columns` is no positive integer, a point is not finite, or a cluster is no int32.
 */
export function checkPoints(caller, points, columns, clusters) {
    if (!Number.isInteger(columns) || columns < 1) {
        throw new ArgumentError(`${caller}: columns is ${columns}; give the number of values per point, at least 1`);
    }
    checkLabels(caller, { clusters });
    if (points.length !== clusters.length * columns) {
        throw new ShapeError(`${caller}: points has ${points.length} values, but clusters has ${clusters.length} and columns is ` +
            `${columns}: ${clusters.length * columns} values expected`);
    }
    const bad = points.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
        const [row, column] = [Math.floor(bad / columns), bad % columns];
        throw new ArgumentError(`${caller}: points[${row}, ${column}] is ${points[bad]}; points must be finite`);
    }
}
//# sourceMappingURL=points.js.map