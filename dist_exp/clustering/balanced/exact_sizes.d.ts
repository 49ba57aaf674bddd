/** Clusters of given sizes that cost least. */
/** Whole numbers that add up to `rows`, in proportion to the shares: what is left goes to the largest remainders. */
export declare function wholeSizes(shares: Float64Array, rows: number): Int32Array;
/**
 * Changes labels until the clusters have the given sizes, at the least cost: one row after another along the cheapest
 * way from a cluster with too many rows to one with too few (successive shortest paths; R. Ahuja, T. Magnanti and
 * J. Orlin, "Network flows", 1993, chapter 9, on a graph of clusters). Optimal where each row begins at the cluster at
 * which its cost less the price is least. Time: K^2 and K log N for each row that is too many, and the rows of a cluster
 * for each other that some move to.
 *
 * @param costs [N, K].
 * @param prices [K]; are changed so that each row's label is its cheapest again.
 */
export declare function toSizes(labels: Int32Array, costs: Float32Array, prices: Float64Array, sizes: Int32Array): void;
