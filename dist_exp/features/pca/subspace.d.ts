import { type Tensor } from "../../tensor/index.js";
import { type ColumnStatistics } from "../column_statistics.js";
/** Principal directions, the one of the largest value first. */
export interface Principal {
    /** Eigenvalues of X^T X: squared singular values of the centred data. */
    readonly values: Float64Array;
    /** Their vectors, row by row, [K, D]. */
    readonly directions: Float64Array;
}
/** Directions beyond those that are asked for, as scikit-learn has them. */
export declare const OVERSAMPLING = 10;
/** Power iterations, as scikit-learn has them: fewer where many directions are asked for. */
export declare const powerIterations: (count: number, x: Tensor) => 4 | 7;
/** The `count` largest eigenvalues of X^T X, of x [N, D] scaled and centred, and their vectors, approximately. */
export declare function randomizedDirections(x: Tensor, statistics: ColumnStatistics, count: number, seed: number): Promise<Principal>;
