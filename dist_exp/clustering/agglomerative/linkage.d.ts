/** Joining the nearest two clusters until one is left. */
import type { Pairs } from "./pairs.js";
/**
 * The distance of a third cluster to two that are joined, from its distances to both, their own, and the three sizes.
 * Lance and Williams, "A general theory of classificatory sorting strategies", Computer Journal 9 (1967).
 */
export type Update = (toFirst: number, toSecond: number, between: number, first: number, second: number, third: number) => number;
export declare const updates: {
    /** Least growth of the squared distances to the centres. */
    ward: (toFirst: number, toSecond: number, between: number, first: number, second: number, third: number) => number;
    /** Mean distance of a row of one to a row of the other. */
    average: (toFirst: number, toSecond: number, _between: number, first: number, second: number) => number;
    /** Greatest distance of two rows. */
    complete: (toFirst: number, toSecond: number) => number;
};
/** How clusters are compared. */
export declare const linkages: readonly ["ward", "average", "complete", "single"];
export type Linkage = (typeof linkages)[number];
/**
 * The tree of joins, as SciPy and scikit-learn number it: rows are 0 to N - 1, and join m makes cluster N + m of two
 * earlier ones.
 */
export interface Dendrogram {
    /** The two clusters of each join, [N - 1, 2]; the smaller number first. */
    readonly children: Int32Array;
    /** The distance of each join, ascending, [N - 1]. */
    readonly distances: Float64Array;
}
/** Joins by their rows, in the order that they were found. */
export interface Joins {
    readonly first: Int32Array;
    readonly second: Int32Array;
    readonly distance: Float64Array;
}
/**
 * Joins all rows. The distances are overwritten.
 * @param weights How many rows each stands for, [N]; 1 by default.
 */
export declare function link(pairs: Pairs, linkage: Linkage, weights?: Int32Array<ArrayBuffer>): Dendrogram;
/** Joins in the order of their distances, of the clusters that the rows are in by then. */
export declare function numbered({ first, second, distance }: Joins, rows: number): Dendrogram;
/** The cluster of each row after `joins` joins, numbered in the order of the rows. */
export declare function cut({ children }: Dendrogram, rows: number, joins: number): Int32Array;
