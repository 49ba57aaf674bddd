/** How far apart clusters lie against their spread: scores of a clustering without known classes. */
import { ArgumentError } from "../errors.js";
import { distinctLabels, positionsOf } from "./labels.js";
import { checkPoints } from "./points.js";
/**
 * Dispersion between clusters over dispersion within them, each by its degrees of freedom; higher is better:
 * scikit-learn's `calinski_harabasz_score`. 1 where all points of each cluster coincide.
 *
 * T. Calinski and J. Harabasz, "A dendrite method for cluster analysis", Communications in Statistics 3 (1974).
 *
 * @param points `[N, columns]`, finite.
 * @param columns Values per point.
 * @param clusters N clusters.
 * @throws {ShapeError} If `points` and `clusters` disagree on N.
 * @throws {ArgumentError} If a point is not finite, or the points are not in 2 to N - 1 clusters.
 */
export function calinskiHarabaszScore(points, columns, clusters) {
    const { K, clusterOf, sizes, centers } = describe("calinskiHarabaszScore", points, columns, clusters);
    const rows = clusterOf.length;
    const overall = new Float64Array(columns);
    for (let k = 0; k < K; k++) {
        for (let c = 0; c < columns; c++)
            overall[c] += (sizes[k] / rows) * centers[k * columns + c];
    }
    let between = 0;
    for (let k = 0; k < K; k++)
        between += sizes[k] * squaredDistance(centers, k, overall, 0, columns);
    let within = 0;
    for (let i = 0; i < rows; i++)
        within += squaredDistance(points, i, centers, clusterOf[i], columns);
    return within === 0 ? 1 : (between * (rows - K)) / (within * (K - 1));
}
/**
 * The mean over clusters of their similarity to the most similar other one: the sum of both mean distances of points
 * to their centre, over the distance of the centres; lower is better, 0 the least: scikit-learn's
 * `davies_bouldin_score`.
 *
 * D. L. Davies and D. W. Bouldin, "A cluster separation measure", IEEE Transactions on Pattern Analysis and Machine
 * Intelligence 1 (1979).
 *
 * Parameters and errors as {@link calinskiHarabaszScore}.
 */
export function daviesBouldinScore(points, columns, clusters) {
    const { K, clusterOf, sizes, centers } = describe("daviesBouldinScore", points, columns, clusters);
    const spreads = new Float64Array(K);
    for (const [i, k] of clusterOf.entries()) {
        spreads[k] += Math.sqrt(squaredDistance(points, i, centers, k, columns)) / sizes[k];
    }
    let sum = 0;
    for (let k = 0; k < K; k++) {
        let worst = 0;
        for (let other = 0; other < K; other++) {
            const apart = Math.sqrt(squaredDistance(centers, k, centers, other, columns));
            // Clusters with the same centre are left out, as scikit-learn does.
            if (apart > 0)
                worst = Math.max(worst, (spreads[k] + spreads[other]) / apart);
        }
        sum += worst;
    }
    return sum / K;
}
function describe(caller, points, columns, clusters) {
    checkPoints(caller, points, columns, clusters);
    const rows = clusters.length;
    const distinct = distinctLabels(clusters);
    const K = distinct.length;
    if (K < 2 || K > rows - 1) {
        throw new ArgumentError(`${caller}: ${rows} points are in ${K} cluster${K === 1 ? "" : "s"}; give 2 to N - 1 clusters`);
    }
    const positions = positionsOf(distinct);
    const clusterOf = Int32Array.from(clusters, (cluster) => positions.get(cluster));
    const sizes = new Float64Array(K);
    const centers = new Float64Array(K * columns);
    for (const [i, k] of clusterOf.entries()) {
        sizes[k] += 1;
        for (let c = 0; c < columns; c++)
            centers[k * columns + c] += points[i * columns + c];
    }
    for (let k = 0; k < K; k++) {
        for (let c = 0; c < columns; c++)
            centers[k * columns + c] /= sizes[k];
    }
    return { K, clusterOf, sizes, centers };
}
function squaredDistance(x, row, y, other, columns) {
    let sum = 0;
    for (let c = 0; c < columns; c++)
        sum += (x[row * columns + c] - y[other * columns + c]) ** 2;
    return sum;
}
//# sourceMappingURL=dispersion.js.map