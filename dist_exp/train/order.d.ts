export interface OrderOptions {
    readonly count: number;
    readonly batchSize: number;
    readonly seed: number;
    /** Each epoch another permutation; else as they come. */
    readonly shuffle: boolean;
    /** Leaves out what does not fill a batch. */
    readonly dropLast: boolean;
}
/** Batches of indices by step. */
export declare class BatchOrder {
    #private;
    readonly stepsPerEpoch: number;
    constructor(options: OrderOptions);
    /** The examples of a step, from 0. */
    at(step: number): Uint32Array;
}
