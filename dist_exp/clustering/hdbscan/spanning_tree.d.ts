/** The minimum spanning tree of mutual reachability distances, without a matrix of them. */
import type { Joins } from "../agglomerative/linkage.js";
/**
 * Grows a tree from row 0 by the row that is nearest to it, the first of equals (R. C. Prim, 1957). The distance of two
 * rows of x [N, D] is their Euclidean distance, in float64, or the greater of their `cores` where that is less.
 *
 * O(N^2 D) time, O(N D) memory. Distances that the cores rule out are not computed.
 */
export declare function spanningTree(x: Float32Array, columns: number, cores: Float64Array): Joins;
