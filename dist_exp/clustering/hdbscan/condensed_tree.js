/** @param smallest Rows that a cluster has at least. */
export function condense({ children, distances }, rows, smallest) {
    const parents = [-1];
    const births = [0];
    const sizes = [rows];
    const clusterOf = new Int32Array(rows);
    const densityOf = new Float64Array(rows);
    const counts = new Int32Array(2 * rows - 1).fill(1, 0, rows);
    for (let join = 0; join < rows - 1; join++) {
        counts[rows + join] = counts[children[2 * join]] + counts[children[2 * join + 1]];
    }
    /** Nodes of the dendrogram, and the cluster that each belongs to. */
    const open = [[2 * rows - 2, 0]];
    for (let at = 0; at < open.length; at++) {
        const [node, cluster] = open[at];
        if (node < rows)
            continue;
        const join = node - rows;
        const density = distances[join] > 0 ? 1 / distances[join] : Number.POSITIVE_INFINITY;
        const both = [children[2 * join], children[2 * join + 1]];
        const splits = both.every((child) => counts[child] >= smallest);
        for (const child of both) {
            if (splits) {
                open.push([child, parents.length]);
                parents.push(cluster);
                births.push(density);
                sizes.push(counts[child]);
            }
            else if (counts[child] >= smallest)
                open.push([child, cluster]);
            else
                leave(child, cluster, density);
        }
    }
    return { parents, births, sizes, clusterOf, densityOf };
    function leave(node, cluster, density) {
        const left = [node];
        for (let next = left.pop(); next !== undefined; next = left.pop()) {
            if (next < rows) {
                clusterOf[next] = cluster;
                densityOf[next] = density;
            }
            else
                left.push(children[2 * (next - rows)], children[2 * (next - rows) + 1]);
        }
    }
}
/**
 * Clusters with the most excess of mass, none inside another: a cluster stays whole where it lasts at least as long,
 * counted over its rows and densities, as the clusters that it splits into.
 * @param most Rows that a chosen cluster has at most.
 * @param root Whether all rows may be one cluster.
 */
export function mostStable({ parents, births, sizes, clusterOf, densityOf }, most, root) {
    const stability = new Float64Array(parents.length);
    const count = (cluster, density, rows) => {
        // A cluster that appears at an infinite density holds rows that coincide, and gains nothing after it.
        if (births[cluster] !== density)
            stability[cluster] += (density - births[cluster]) * rows;
    };
    for (const [row, cluster] of clusterOf.entries())
        count(cluster, densityOf[row], 1);
    for (let cluster = 1; cluster < parents.length; cluster++) {
        count(parents[cluster], births[cluster], sizes[cluster]);
    }
    const chosen = parents.map((_, cluster) => cluster > 0 || root);
    const inside = new Float64Array(parents.length);
    for (let cluster = parents.length - 1; cluster > 0; cluster--) {
        if (sizes[cluster] > most || inside[cluster] > stability[cluster])
            chosen[cluster] = false;
        inside[parents[cluster]] += chosen[cluster] ? stability[cluster] : inside[cluster];
    }
    if (sizes[0] > most || inside[0] > stability[0])
        chosen[0] = false;
    // The outermost choice counts.
    for (let cluster = 1; cluster < parents.length; cluster++) {
        let above = parents[cluster];
        while (above >= 0 && !chosen[above])
            above = parents[above];
        if (above >= 0)
            chosen[cluster] = false;
    }
    return chosen;
}
/** The clusters that do not split; the root only where there is no other and `root` allows it. */
export function leaves({ parents }, root) {
    const split = new Set(parents);
    return parents.map((_, cluster) => !split.has(cluster) && (cluster > 0 || root));
}
//# sourceMappingURL=condensed_tree.js.map