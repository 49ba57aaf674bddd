import type { Points } from "./points.js";
/** Options of {@link trustworthiness}. */
export interface TrustworthinessOptions {
    /** How many of a row's nearest places are judged, from 1 to less than N / 2. Default 5. */
    readonly neighbors?: number;
    /** Judge this many rows, drawn without replacement, by their places among all rows. Default: all rows. */
    readonly sampleSize?: number;
    /** Seed of that draw. Default 0. */
    readonly seed?: number;
}
/**
 * How far the neighbours in an embedding are neighbours in the data: 1 where all of them are, less by the ranks that
 * wrong ones have in the data. scikit-learn's `trustworthiness`, euclidean.
 *
 * J. Venna and S. Kaski, "Neighborhood preservation in nonlinear projection methods", ICANN 2001.
 *
 * Time grows with N rows (all, or `sampleSize`) times N times both numbers of columns; memory with N.
 *
 * @param points `[N, columns]`, finite.
 * @param embedding `[N, components]`, finite.
 * @throws {ShapeError} If the two have other lengths than N rows.
 * @throws {ArgumentError} If a value is not finite, or an option is out of its range.
 */
export declare function trustworthiness(points: Points, columns: number, embedding: Points, components: number, options?: TrustworthinessOptions): number;
