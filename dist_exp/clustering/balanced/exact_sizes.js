/** Clusters of given sizes that cost least. */
/** Whole numbers that add up to `rows`, in proportion to the shares: what is left goes to the largest remainders. */
export function wholeSizes(shares, rows) {
    const sizes = Int32Array.from(shares, (share) => Math.floor(share * rows));
    const left = rows - sizes.reduce((a, b) => a + b, 0);
    const order = Array.from(shares.keys()).sort((a, b) => shares[b] * rows - sizes[b] - (shares[a] * rows - sizes[a]) || a - b);
    for (const k of order.slice(0, left))
        sizes[k]++;
    return sizes;
}
/**
 * Changes labels until the clusters have the given sizes, at the least cost: one row after another along the cheapest
 * way from a cluster with too many rows to one with too few (successive shortest paths; R. Ahuja, T. Magnanti and
 * J. Orlin, "Network flows", 1993, chapter 9, on a graph of clusters). Optimal where each row begins at the cluster at
 * which its cost less the price is least. Time: K^2 and K log N for each row that is too many, and the rows of a cluster
 * for each other that some move to.
 *
 * @param costs [N, K].
 * @param prices [K]; are changed so that each row's label is its cheapest again.
 */
export function toSizes(labels, costs, prices, sizes) {
    const clusters = sizes.length;
    const members = Array.from(sizes, () => new Set());
    for (const [row, label] of labels.entries())
        members[label].add(row);
    /** The least cost of a move from cluster a to b, and the row that would move, at [a * K + b]. */
    const least = new Float64Array(clusters * clusters).fill(Number.POSITIVE_INFINITY);
    const mover = new Int32Array(clusters * clusters).fill(-1);
    /** All rows that could move from a to b, and some that have left a, at [a * K + b], from when the first mover leaves. */
    const heaps = Array(clusters * clusters).fill(undefined);
    const costOf = (row, from, to) => costs[row * clusters + to] - costs[row * clusters + from];
    const offer = (row, from, to) => {
        const cost = costOf(row, from, to);
        const at = from * clusters + to;
        if (cost > least[at] || (cost === least[at] && row > mover[at]))
            return;
        least[at] = cost;
        mover[at] = row;
    };
    const enter = (row, cluster) => {
        for (let to = 0; to < clusters; to++) {
            if (to === cluster)
                continue;
            offer(row, cluster, to);
            heaps[cluster * clusters + to]?.push(row);
        }
    };
    const leave = (row, cluster) => {
        const own = members[cluster];
        own.delete(row);
        for (let to = 0; to < clusters; to++) {
            const at = cluster * clusters + to;
            if (mover[at] !== row)
                continue;
            heaps[at] ??= new MoveHeap(own, (other) => costOf(other, cluster, to));
            const next = heaps[at].firstOf(own);
            mover[at] = next ?? -1;
            least[at] = next === undefined ? Number.POSITIVE_INFINITY : costOf(next, cluster, to);
        }
    };
    for (const [row, label] of labels.entries())
        enter(row, label);
    for (;;) {
        const way = cheapestWay();
        if (!way)
            return;
        const moves = way.slice(1).map((to, i) => [mover[way[i] * clusters + to], way[i], to]);
        for (const [row, from] of moves)
            leave(row, from);
        for (const [row, , to] of moves) {
            labels[row] = to;
            members[to].add(row);
            enter(row, to);
        }
    }
    /** Dijkstra's algorithm over the clusters, by costs that the prices make at least zero; null where all sizes are right. */
    function cheapestWay() {
        const distance = Float64Array.from(members, (own, k) => own.size > sizes[k] ? 0 : Number.POSITIVE_INFINITY);
        const before = new Int32Array(clusters).fill(-1);
        const done = new Uint8Array(clusters);
        for (;;) {
            let next = -1;
            for (let k = 0; k < clusters; k++) {
                if (!done[k] && distance[k] < (distance[next] ?? Number.POSITIVE_INFINITY))
                    next = k;
            }
            if (next < 0)
                return null;
            done[next] = 1;
            if (members[next].size < sizes[next]) {
                for (let k = 0; k < clusters; k++)
                    prices[k] += Math.min(distance[k], distance[next]);
                const way = [next];
                while (before[way[0]] >= 0)
                    way.unshift(before[way[0]]);
                return way;
            }
            for (let to = 0; to < clusters; to++) {
                const cost = Math.max(0, least[next * clusters + to] + prices[next] - prices[to]);
                if (done[to] || !(distance[next] + cost < distance[to]))
                    continue;
                distance[to] = distance[next] + cost;
                before[to] = next;
            }
        }
    }
}
/** Rows by the cost of their move, the cheapest first; of equal costs the smaller row. */
class MoveHeap {
    cost;
    #rows = [];
    constructor(rows, cost) {
        this.cost = cost;
        for (const row of rows)
            this.push(row);
    }
    push(row) {
        const rows = this.#rows;
        let at = rows.length;
        while (at > 0) {
            const parent = (at - 1) >> 1;
            if (!this.#isBefore(row, rows[parent]))
                break;
            rows[at] = rows[parent];
            at = parent;
        }
        rows[at] = row;
    }
    /** The first row that is a member; those before it leave the heap. */
    firstOf(members) {
        while (this.#rows.length > 0 && !members.has(this.#rows[0]))
            this.#dropFirst();
        return this.#rows[0];
    }
    #dropFirst() {
        const rows = this.#rows;
        const last = rows.pop();
        if (rows.length === 0)
            return;
        let at = 0;
        for (let child = 1; child < rows.length; child = 2 * at + 1) {
            if (child + 1 < rows.length && this.#isBefore(rows[child + 1], rows[child]))
                child++;
            if (!this.#isBefore(rows[child], last))
                break;
            rows[at] = rows[child];
            at = child;
        }
        rows[at] = last;
    }
    #isBefore(a, b) {
        const [costA, costB] = [this.cost(a), this.cost(b)];
        return costA < costB || (costA === costB && a < b);
    }
}
//# sourceMappingURL=exact_sizes.js.map