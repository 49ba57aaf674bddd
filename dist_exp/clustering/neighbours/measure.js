/** Exact distances, and how far float32 scores may be from them. */
/** Unit roundoff of float32. */
const ROUNDOFF = 2 ** -24;
/** A score beyond which float32 products may have overflowed. */
const LARGEST = 2 ** 120;
/**
 * Rows of `queries` [M, D] and `points` [N, D] in float64, and of the moved rows (`scale` times a row minus `around`)
 * the squares that scores need: the score of a query q and a point c is q c - |c|^2 / 2, greatest for the nearest.
 */
export class Measure {
    queries;
    points;
    columns;
    /** |c|^2 / 2 of each moved point. */
    halfNorms;
    /** |q|^2 of each moved query. */
    #norms;
    #largest;
    constructor(queries, points, around, scale) {
        this.queries = queries;
        this.points = points;
        this.columns = around.length;
        const norms = squaredNorms(points, around, scale);
        this.halfNorms = Float32Array.from(norms, (norm) => norm / 2);
        this.#norms = queries === points ? norms : squaredNorms(queries, around, scale);
        let largest = 0;
        for (const norm of norms)
            largest = Math.max(largest, norm);
        this.#largest = largest;
    }
    /** The squared distance of a query and a point, summed from differences column by column. */
    squared(query, point) {
        const { columns, queries, points } = this;
        const [a, b] = [query * columns, point * columns];
        let sum = 0;
        for (let c = 0; c < columns; c++) {
            const difference = queries[a + c] - points[b + c];
            sum += difference * difference;
        }
        return sum;
    }
    /**
     * By how much two scores of a query may differ and still be in the wrong order, where the `score` of some point is
     * the lower one; infinite where scores tell nothing.
     *
     * Each product and each sum rounds once, each moved value was rounded, and a score adds at most D + 1 terms of
     * |q| |c| + |c|^2 / 2 together. Points that matter are no farther away than that of `score`, at d:
     * |c| is at most |q| + d. Products may lose half of the smallest float32 besides.
     */
    doubt(query, score) {
        const norm = this.#norms[query];
        if (!(norm < LARGEST) || !(Math.abs(score) < LARGEST))
            return Number.POSITIVE_INFINITY;
        const squared = Math.max(0, norm - 2 * score);
        const size = Math.min(2.5 * norm + 2 * squared, norm + 2 * this.#largest);
        return 2.5 * ROUNDOFF * (this.columns + 12) * size + (this.columns + 8) * 2 ** -148;
    }
}
function squaredNorms(values, around, scale) {
    const columns = around.length;
    const norms = new Float64Array(values.length / columns);
    for (let row = 0, at = 0; row < norms.length; row++) {
        let sum = 0;
        for (let c = 0; c < columns; c++, at++) {
            const moved = Math.fround(scale * values[at] - around[c]);
            sum += moved * moved;
        }
        norms[row] = sum;
    }
    return norms;
}
//# sourceMappingURL=measure.js.map