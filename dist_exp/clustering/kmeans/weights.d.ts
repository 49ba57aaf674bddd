import { type Tensor } from "../../tensor/index.js";
/** Weights in units of the largest. */
export interface RowWeights {
    readonly largest: number;
    /** Of each row, [N]; 0 for a row that does not count. */
    readonly shares: Float32Array<ArrayBuffer>;
    /** The rows that count, or null where all do. */
    readonly counting: Uint32Array<ArrayBuffer> | null;
}
/** @throws {DataError} if the weights are not one for each row, from 0 up, or fewer rows count than there are clusters. */
export declare function checkWeights(caller: string, weights: ArrayLike<number>, rows: number, clusters: number): RowWeights;
/** Weighted means on the device: of products with the weights and of the weights, `kmeans_update` makes both sums. */
export declare class WeightedRows {
    #private;
    /** @param shares of x's rows, [N], all above zero. */
    constructor(x: Tensor, shares: Float32Array<ArrayBuffer>);
    /** Records that the centres [K, D] become the weighted means of the rows by their labels; without rows one stays. */
    means(label: Tensor<"u32">, centers: Tensor, counts: Tensor<"u32">): void;
    [Symbol.dispose](): void;
}
