import { symmetrized } from "../../clustering/spectral/graph.js";
const ITERATIONS = 64;
const TOLERANCE = 1e-5;
/** A width is at least this share of the mean distance. */
const LEAST_WIDTH = 1e-3;
/**
 * Memberships exp(-max(0, d - rho) / sigma) of each row's neighbours, [N, k]: rho is the distance of the nearest one that
 * does not coincide with the row, sigma makes the memberships add up to log2(`total`), by bisection.
 * @param total umap-learn's `n_neighbors`, which counts the row itself.
 * @param fromNearest whether rho is used: not for new rows, whose nearest neighbour may be far away.
 */
export function memberships({ rows, neighbours: k, distances }, total, fromNearest) {
    const weights = new Float32Array(rows * k);
    const wanted = Math.log2(total);
    let sum = 0;
    for (const distance of distances)
        sum += distance;
    const meanOfAll = sum / (distances.length || 1);
    for (let row = 0; row < rows; row++) {
        const own = distances.subarray(row * k, (row + 1) * k);
        const rho = fromNearest ? (own.find((distance) => distance > 0) ?? 0) : 0;
        let mean = 0;
        for (const distance of own)
            mean += distance / k;
        const least = LEAST_WIDTH * (rho > 0 ? mean : meanOfAll);
        const sigma = Math.max(width(own, rho, wanted), least);
        for (let n = 0; n < k; n++) {
            const beyond = own[n] - rho;
            weights[row * k + n] = beyond > 0 && sigma > 0 ? Math.exp(-beyond / sigma) : 1;
        }
    }
    return weights;
}
function width(distances, rho, wanted) {
    let [low, high, sigma] = [0, Number.POSITIVE_INFINITY, 1];
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
        let sum = 0;
        for (const distance of distances)
            sum += distance > rho ? Math.exp(-(distance - rho) / sigma) : 1;
        if (Math.abs(sum - wanted) < TOLERANCE)
            break;
        if (sum > wanted)
            high = sigma;
        else
            low = sigma;
        sigma = high === Number.POSITIVE_INFINITY ? 2 * sigma : (low + high) / 2;
    }
    return sigma;
}
/** The fuzzy union of all neighbourhoods: a + b - a b, of what each of two rows says of the other. */
export function fuzzyUnion(neighbours, total) {
    const weights = memberships(neighbours, total, true);
    return symmetrized(neighbours.indices, weights, neighbours.neighbours, (a, b) => a + b - a * b);
}
//# sourceMappingURL=fuzzy_graph.js.map