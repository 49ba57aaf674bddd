import { DataError, ShapeError } from "../errors.js";
import { show } from "../tensor/index.js";
/** The sizes of rows of features. @throws {ShapeError} if x is not a matrix of float32. */
export function checkMatrix(caller, x) {
    if (x.shape.length !== 2 || x.dtype !== "f32") {
        throw new ShapeError(`${caller}: x is ${show(x.shape)} of ${x.dtype}: give one row of float32 features per sample, [N, D]`);
    }
    return x.shape;
}
/** @throws {DataError} if there are fewer rows, of this kind, than clusters (or components). */
export function checkFills(caller, rows, clusters, kind = "", what = "clusters") {
    if (rows >= clusters)
        return;
    throw new DataError(`${caller}: ${rows} ${rows === 1 ? "row" : "rows"}${kind} cannot fill ${clusters} ${what}: give more rows or fewer ${what}`);
}
//# sourceMappingURL=check_matrix.js.map