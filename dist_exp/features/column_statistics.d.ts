import { type Tensor } from "../tensor/index.js";
export interface ColumnStatistics {
    /** Mean of each column of the scaled data, [D]. */
    readonly means: Float64Array;
    /** Mean of the squared deviations of each column of the scaled data, [D]. */
    readonly variances: Float64Array;
    /** A power of two that the data are multiplied with: 1 unless their squares would leave float32. */
    readonly scale: number;
}
/** Of the columns of x [N, D]. @throws {DataError} if x holds values that are not finite. */
export declare function columnStatistics(caller: string, x: Tensor): Promise<ColumnStatistics>;
/** `scale` times the rows of x, minus `origin` [D]. The caller releases it. */
export declare function moveRows(x: Tensor, origin: Float32Array<ArrayBuffer>, scale: number): Tensor;
