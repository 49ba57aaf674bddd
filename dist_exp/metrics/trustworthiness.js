import { ArgumentError, ShapeError } from "../errors.js";
import { Random } from "../random/philox.js";
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
export function trustworthiness(points, columns, embedding, components, options = {}) {
    const { neighbors = 5, sampleSize, seed = 0 } = options;
    for (const [name, value] of Object.entries({ columns, components })) {
        if (!Number.isInteger(value) || value < 1) {
            throw new ArgumentError(`trustworthiness: ${name} is ${value}: give a whole number from 1 up`);
        }
    }
    const rows = points.length / columns;
    if (!Number.isInteger(rows) || embedding.length !== rows * components) {
        throw new ShapeError(`trustworthiness: ${points.length} and ${embedding.length} values are no rows of ${columns} and ${components}: give as many rows of both`);
    }
    for (const [name, values] of Object.entries({ points, embedding })) {
        const bad = values.findIndex((value) => !Number.isFinite(value));
        if (bad >= 0) {
            throw new ArgumentError(`trustworthiness: value ${bad} of ${name} is ${values[bad]}: leave its row out`);
        }
    }
    if (!Number.isInteger(neighbors) || neighbors < 1 || 2 * neighbors >= rows) {
        throw new ArgumentError(`trustworthiness: neighbors is ${neighbors} of ${rows} rows: give a whole number from 1 to less than half of them`);
    }
    const judged = sampleSize ?? rows;
    if (!Number.isInteger(judged) || judged < 1 || judged > rows) {
        throw new ArgumentError(`trustworthiness: sampleSize is ${judged}: give a whole number from 1 to ${rows}`);
    }
    const chosen = sampleSize === undefined ? null : new Random(seed).permutation(rows);
    const inData = new Float64Array(rows);
    const inEmbedding = new Float64Array(rows);
    let penalty = 0;
    for (let i = 0; i < judged; i++) {
        const row = chosen ? chosen[i] : i;
        squaredDistances(points, columns, row, inData);
        squaredDistances(embedding, components, row, inEmbedding);
        for (const near of nearest(inEmbedding, row, neighbors)) {
            penalty += Math.max(0, rankOf(inData, row, near) - neighbors);
        }
    }
    return 1 - (penalty * 2) / (judged * neighbors * (2 * rows - 3 * neighbors - 1));
}
function squaredDistances(points, columns, row, to) {
    const own = row * columns;
    for (let j = 0; j < to.length; j++) {
        let sum = 0;
        for (let c = 0; c < columns; c++)
            sum += (points[own + c] - points[j * columns + c]) ** 2;
        to[j] = sum;
    }
}
/** The `count` rows other than `row` with the least distances, of equal ones the first. */
function nearest(distances, row, count) {
    const found = [];
    for (let j = 0; j < distances.length; j++) {
        const last = found[count - 1];
        if (j === row || (last !== undefined && distances[j] >= distances[last]))
            continue;
        let at = Math.min(found.length, count - 1);
        while (at > 0 && distances[found[at - 1]] > distances[j]) {
            found[at] = found[at - 1];
            at--;
        }
        found[at] = j;
    }
    return found;
}
/** The place of `other` among the rows by distance, from 1 up. */
function rankOf(distances, row, other) {
    let rank = 1;
    const own = distances[other];
    for (let j = 0; j < distances.length; j++) {
        if (j !== row && (distances[j] < own || (distances[j] === own && j < other)))
            rank++;
    }
    return rank;
}
//# sourceMappingURL=trustworthiness.js.map