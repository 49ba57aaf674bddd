import type { Tensor } from "../../tensor/index.js";
export declare class Transport {
    #private;
    /** Between x [N, D] and centres [K, D]: takes N x K elements of the device's memory. */
    constructor(x: Tensor, centers: Float32Array);
    /**
     * Moves the prices until the centres' shares are those wanted, or for so many iterations.
     * @returns The sum of the differences that are left.
     */
    balance(prices: Float64Array, wanted: Float64Array, epsilon: number, { tolerance, maxIterations }: {
        readonly tolerance: number;
        readonly maxIterations: number;
    }): Promise<number>;
    /** The means of the rows by their shares in each centre, [K, D]; null for a centre without any. */
    means(prices: Float64Array, epsilon: number): Promise<(Float64Array | null)[]>;
    /** The centre at which each row pays least, its price taken off. */
    labels(prices: Float64Array): Promise<Int32Array>;
    /** [N, K]. */
    costs(): Promise<Float32Array>;
    [Symbol.dispose](): void;
}
