import { type Labels } from "./labels.js";
import { type Points } from "./points.js";
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
export declare function calinskiHarabaszScore(points: Points, columns: number, clusters: Labels): number;
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
export declare function daviesBouldinScore(points: Points, columns: number, clusters: Labels): number;
