import { type Tensor } from "../../tensor/index.js";
export interface LloydOptions {
    readonly maxIterations: number;
    /** Iterations end when the centres' squared moves add up to this or less. */
    readonly tolerance: number;
    /** How much each row counts, [N], above 0; null where all count alike. */
    readonly shares: Float32Array<ArrayBuffer> | null;
    /** Whether rows have length 1, and centres are to have it, too. */
    readonly spherical: boolean;
}
export interface LloydResult {
    /** [K, D]. */
    readonly centers: Float32Array;
    /** Nearest centre of each row. */
    readonly labels: Int32Array;
    /** Sum of the squared distances to those, times the shares. */
    readonly inertia: number;
    readonly iterations: number;
}
/**
 * Moves the centres `start` [K, D] among the rows of x [N, D]. A cluster that lost its last row
 * continues from the row farthest from its centre, as in scikit-learn.
 */
export declare function lloyd(x: Tensor, start: Tensor, options: LloydOptions): Promise<LloydResult>;
