import { symmetricEigen } from "../../linalg/eigen.js";
/**
 * Clusters of rows of an embedding [N, K], one for each column: the K rows that are farthest from the span of those
 * before, by QR with pivots, are turned towards the axes, and each row goes to the axis that it is nearest to.
 *
 * A. Damle, V. Minden and L. Ying, "Simple, direct and efficient multi-way spectral clustering", Information and
 * Inference 8 (2019). No random numbers, no iterations.
 */
export function clusterQr(embedding, rows, K) {
    const pivots = farthestRows(embedding, rows, K);
    // The orthogonal factor of M, column k of which is pivot k: M (M^T M)^-1/2.
    const gram = new Float64Array(K * K);
    const at = (row, c) => embedding[row * K + c];
    for (let i = 0; i < K; i++) {
        for (let j = 0; j < K; j++) {
            for (let c = 0; c < K; c++)
                gram[i * K + j] += at(pivots[i], c) * at(pivots[j], c);
        }
    }
    const { values, vectors } = symmetricEigen(gram, K);
    const least = Number.EPSILON * K * values[K - 1];
    const turned = new Float64Array(K * K);
    for (let v = 0; v < K; v++) {
        const share = values[v] > least ? 1 / Math.sqrt(values[v]) : 0;
        for (let c = 0; c < K; c++) {
            let along = 0;
            for (let i = 0; i < K; i++)
                along += at(pivots[i], c) * vectors[v * K + i];
            for (let j = 0; j < K; j++)
                turned[c * K + j] += share * along * vectors[v * K + j];
        }
    }
    return Int32Array.from({ length: rows }, (_, row) => {
        let [best, most] = [0, -1];
        for (let j = 0; j < K; j++) {
            let sum = 0;
            for (let c = 0; c < K; c++)
                sum += at(row, c) * turned[c * K + j];
            if (Math.abs(sum) > most)
                [best, most] = [j, Math.abs(sum)];
        }
        return best;
    });
}
/** The row of greatest length, then always that of which most is left outside the span of those before. */
function farthestRows(embedding, rows, K) {
    const left = embedding.slice();
    const chosen = [];
    for (let step = 0; step < K; step++) {
        let [best, most] = [0, -1];
        for (let row = 0; row < rows; row++) {
            if (chosen.includes(row))
                continue;
            let square = 0;
            for (let c = 0; c < K; c++)
                square += left[row * K + c] ** 2;
            if (square > most)
                [best, most] = [row, square];
        }
        chosen.push(best);
        if (!(most > 0))
            continue;
        const pivot = left.slice(best * K, (best + 1) * K).map((value) => value / Math.sqrt(most));
        for (let row = 0; row < rows; row++) {
            let along = 0;
            for (let c = 0; c < K; c++)
                along += left[row * K + c] * pivot[c];
            for (let c = 0; c < K; c++)
                left[row * K + c] -= along * pivot[c];
        }
    }
    return chosen;
}
//# sourceMappingURL=cluster_qr.js.map