/** The k nearest points of each of N rows. */
export interface Neighbours {
    /** N. */
    readonly rows: number;
    /** k. */
    readonly neighbours: number;
    /** The row numbers of the points, [N, k]; the nearest first, of equal distances the smaller number. */
    readonly indices: Int32Array;
    /** Their Euclidean distances, ascending, [N, k]. */
    readonly distances: Float32Array;
}
