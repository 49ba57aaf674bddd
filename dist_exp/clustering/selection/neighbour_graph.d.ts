/** The graph of nearest rows, and how it falls apart: the spectrum of its normalised Laplacian. */
import type { Pairs } from "../agglomerative/pairs.js";
/** The largest eigenvalues of D^-1/2 W D^-1/2 and their vectors. */
export interface Spectrum {
    /** Descending; the first is 1. */
    readonly values: Float64Array;
    /** Row i is the vector of value i, [values, N]. */
    readonly vectors: Float64Array;
}
/**
 * Each row joined to its 10 nearest, and to those it is near to, weighted by exp(-d_ij^2 / (s_i s_j)), with s_i the
 * distance of row i to its seventh neighbour.
 */
export declare class NeighbourGraph {
    #private;
    readonly rows: number;
    /** Neighbours of row i are `targets[starts[i]]` to `targets[starts[i + 1] - 1]`. */
    readonly starts: Int32Array;
    readonly targets: Int32Array;
    /** W / sqrt(d_i d_j), with d_i the sum of row i's weights. */
    readonly weights: Float64Array;
    /** Roots of those sums, [N]. */
    readonly rootDegrees: Float64Array;
    /** The connected part of each row, from 0 up. */
    readonly parts: Int32Array;
    readonly partCount: number;
    constructor(pairs: Pairs);
    /**
     * The `count` largest eigenvalues, or all where there are fewer, by Lanczos's method with full orthogonalisation
     * (1950) on what is orthogonal to the connected parts, whose vectors are known: each has the value 1.
     */
    spectrum(count: number): Spectrum;
}
