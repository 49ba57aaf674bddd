import type { Neighbours } from "../neighbours/neighbours.js";
import { type Dendrogram, type Linkage } from "./linkage.js";
/**
 * Joins the rows of x [N, D] along the graph in which each row is connected with its nearest rows, and each cluster with
 * those that its rows are connected with: scikit-learn's trees with a `connectivity`. A distance of clusters counts the
 * connected rows alone, but for Ward's, which is that of their centres. Where no connected clusters are left, those
 * that are nearest by their centres are joined.
 *
 * Of equal distances the pair with the smaller numbers is joined first; numbers are those of the rows in single linkage,
 * of the clusters in the others. Distances may descend. Memory: 8 N D bytes, and some 60 for each of the connections.
 * @throws {DataError} if the graph is in more than 4,000 parts.
 */
export declare function linkOnGraph(caller: string, x: Float32Array, columns: number, graph: Neighbours, linkage: Linkage): Dendrogram;
