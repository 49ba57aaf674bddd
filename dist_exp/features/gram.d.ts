import type { Tensor } from "../tensor/index.js";
import { type ColumnStatistics } from "./column_statistics.js";
/**
 * Of x [N, D], scaled and centred: X^T X [D, D] where D is at most N, else X X^T [N, N]. Its lower triangle is set.
 * Float64 on the host where that is quick; else float32 on the device, added over blocks in float64.
 */
export declare function gramMatrix(x: Tensor, statistics: ColumnStatistics): Promise<Float64Array>;
