/**
 * The mean over rows of (b - a) / max(a, b), with a the mean distance to the row's own cluster and b that to the
 * nearest other one; 0 for a row that is alone. P. J. Rousseeuw, Journal of Computational and Applied Mathematics 20
 * (1987).
 * @param labels the cluster of each row, 0 to `clusters` - 1; clusters without rows are left out.
 */
export function meanSilhouette({ rows, distances, base }, labels, clusters) {
    const sums = new Float64Array(rows * clusters);
    const sizes = new Float64Array(clusters);
    for (let i = 0; i < rows; i++) {
        sizes[labels[i]] += 1;
        const own = labels[i];
        const from = base[i];
        const at = i * clusters;
        for (let j = i + 1; j < rows; j++) {
            const distance = distances[from + j];
            sums[at + labels[j]] += distance;
            sums[j * clusters + own] += distance;
        }
    }
    let total = 0;
    for (let i = 0; i < rows; i++) {
        const own = labels[i];
        if (sizes[own] < 2)
            continue;
        const inside = sums[i * clusters + own] / (sizes[own] - 1);
        let outside = Number.POSITIVE_INFINITY;
        for (let k = 0; k < clusters; k++) {
            if (k !== own && sizes[k] > 0)
                outside = Math.min(outside, sums[i * clusters + k] / sizes[k]);
        }
        const larger = Math.max(inside, outside);
        if (Number.isFinite(outside) && larger > 0)
            total += (outside - inside) / larger;
    }
    return total / rows;
}
//# sourceMappingURL=silhouette.js.map