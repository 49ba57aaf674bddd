/**
 * Clusters of rows of an embedding [N, K], one for each column: the K rows that are farthest from the span of those
 * before, by QR with pivots, are turned towards the axes, and each row goes to the axis that it is nearest to.
 *
 * A. Damle, V. Minden and L. Ying, "Simple, direct and efficient multi-way spectral clustering", Information and
 * Inference 8 (2019). No random numbers, no iterations.
 */
export declare function clusterQr(embedding: Float64Array, rows: number, K: number): Int32Array;
