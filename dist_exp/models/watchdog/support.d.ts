/** How far the nearest images have the same class. */
import type { Neighbours } from "../../clustering/neighbours/neighbours.js";
export interface Support {
    /** Share of the images whose neighbours' vote is their class. */
    readonly agreement: number;
    /** The same above what votes at random would reach: 0 at random, 1 for all (Cohen's kappa). */
    readonly kappa: number;
    /** Images of each class, [K]. */
    readonly sizes: Float64Array;
    /** Pairs of a class and another one that won for some of its images. */
    readonly lost: readonly Lost[];
}
/** Images of class `own` for which the class `won` won, another one. */
export interface Lost {
    readonly own: number;
    readonly won: number;
    readonly images: number;
}
/**
 * Lets the neighbours of each image vote on its class; images of no class (-1) neither vote nor count, nor do those that
 * have no other neighbours.
 */
export declare function supportOf(assignments: Int32Array, clusters: number, { neighbours, indices }: Neighbours): Support;
