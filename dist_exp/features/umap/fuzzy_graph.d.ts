/** How strongly rows belong to each other's neighbourhoods (McInnes, Healy and Melville 2018, section 3.1). */
import type { Neighbours } from "../../clustering/neighbours/neighbours.js";
import { type SparseMatrix } from "../../clustering/spectral/graph.js";
/**
 * Memberships exp(-max(0, d - rho) / sigma) of each row's neighbours, [N, k]: rho is the distance of the nearest one that
 * does not coincide with the row, sigma makes the memberships add up to log2(`total`), by bisection.
 * @param total umap-learn's `n_neighbors`, which counts the row itself.
 * @param fromNearest whether rho is used: not for new rows, whose nearest neighbour may be far away.
 */
export declare function memberships({ rows, neighbours: k, distances }: Neighbours, total: number, fromNearest: boolean): Float32Array;
/** The fuzzy union of all neighbourhoods: a + b - a b, of what each of two rows says of the other. */
export declare function fuzzyUnion(neighbours: Neighbours, total: number): SparseMatrix;
