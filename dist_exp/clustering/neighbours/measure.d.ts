/** Exact distances, and how far float32 scores may be from them. */
/**
 * Rows of `queries` [M, D] and `points` [N, D] in float64, and of the moved rows (`scale` times a row minus `around`)
 * the squares that scores need: the score of a query q and a point c is q c - |c|^2 / 2, greatest for the nearest.
 */
export declare class Measure {
    #private;
    private readonly queries;
    private readonly points;
    readonly columns: number;
    /** |c|^2 / 2 of each moved point. */
    readonly halfNorms: Float32Array<ArrayBuffer>;
    constructor(queries: Float32Array, points: Float32Array, around: Float32Array, scale: number);
    /** The squared distance of a query and a point, summed from differences column by column. */
    squared(query: number, point: number): number;
    /**
     * By how much two scores of a query may differ and still be in the wrong order, where the `score` of some point is
     * the lower one; infinite where scores tell nothing.
     *
     * Each product and each sum rounds once, each moved value was rounded, and a score adds at most D + 1 terms of
     * |q| |c| + |c|^2 / 2 together. Points that matter are no farther away than that of `score`, at d:
     * |c| is at most |q| + d. Products may lose half of the smallest float32 besides.
     */
    doubt(query: number, score: number): number;
}
