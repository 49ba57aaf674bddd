/** Joining the nearest two clusters among those that a graph of nearest rows connects. */
import { DataError } from "../../errors.js";
import { updates } from "./linkage.js";
import { PairHeap } from "./pair_heap.js";
/** Parts of a graph that are joined by the distances of all pairs of parts, at most. */
const MOST_PARTS = 4000;
/**
 * Joins the rows of x [N, D] along the graph in which each row is connected with its nearest rows, and each cluster with
 * those that its rows are connected with: scikit-learn's trees with a `connectivity`. A distance of clusters counts the
 * connected rows alone, but for Ward's, which is that of their centres. Where no connected clusters are left, those
 * that are nearest by their centres are joined.
 *
 * Of equal distances the pair with the smaller numbers is joined first; numbers are those of the rows in single linkage,
 * of the clusters in the others. Distances may descend. Memory: 8 N D bytes, and some 60 for each of the connections.
 * @throws {DataError} if the graph is in more than 4,000 parts.
 */
export function linkOnGraph(caller, x, columns, graph, linkage) {
    const forest = new Forest(x, columns, graph, linkage);
    if (linkage === "single")
        forest.joinAlongEdges();
    else
        forest.joinConnected(updates[linkage]);
    const parts = forest.clusters();
    if (parts.length > MOST_PARTS) {
        throw new DataError(`${caller}: the graph of ${graph.neighbours} neighbours is in ${parts.length} parts, more than ${MOST_PARTS}: give more neighbors`);
    }
    forest.joinParts(parts);
    return forest;
}
/**
 * Clusters, and edges between those that are connected. An edge belongs to the younger of its clusters, the one with the
 * larger number: a new cluster owns all of its edges, so an edge's length is fixed while both clusters are left, and a
 * cluster only ever loses edges. The heap holds the nearest edge of each cluster, or one that it has lost.
 */
class Forest {
    columns;
    linkage;
    rows;
    children;
    distances;
    #joins = 0;
    #heap = new PairHeap();
    /** By cluster: its rows, whether it was joined, and the place of its centre. */
    #sizes;
    #joined;
    #place;
    #centers;
    /** By cluster that is left: its edges, some of which were merged into others. */
    #edges;
    /** By edge: the smaller and the larger number of the clusters that it connects, and their distance. */
    #older;
    /** -1 for an edge that was merged into another. */
    #younger;
    #lengths;
    #edgeCount = 0;
    /** By cluster: its edges to older ones, the nearest last, from when its first nearest was joined with another. */
    #queues;
    /** By cluster: the edge to it from the second part of the new cluster that `#listed` has, if there is one. */
    #edgeTo;
    #listed;
    constructor(x, columns, graph, linkage) {
        this.columns = columns;
        this.linkage = linkage;
        const { rows } = graph;
        this.rows = rows;
        const most = 2 * rows - 1;
        this.children = new Int32Array(2 * (rows - 1));
        this.distances = new Float64Array(rows - 1);
        this.#sizes = new Int32Array(most).fill(1);
        this.#joined = new Uint8Array(most);
        this.#place = Int32Array.from({ length: most }, (_, i) => i);
        this.#centers = Float64Array.from(x);
        this.#edges = Array.from({ length: rows }, () => []);
        this.#older = new Int32Array(graph.indices.length);
        this.#younger = new Int32Array(graph.indices.length);
        this.#lengths = new Float64Array(graph.indices.length);
        this.#queues = Array(most).fill(undefined);
        this.#edgeTo = new Int32Array(most);
        this.#listed = new Int32Array(most).fill(-1);
        this.#connect(graph);
    }
    /** Makes an edge of each pair of rows that is in the graph, once. */
    #connect({ rows, neighbours, indices }) {
        const seen = new Int32Array(rows).fill(-1);
        for (let row = 0, at = 0; row < rows; row++) {
            for (const edge of this.#edges[row])
                seen[this.#otherEnd(edge, row)] = row;
            for (let i = 0; i < neighbours; i++, at++) {
                const other = indices[at];
                if (seen[other] === row)
                    continue;
                seen[other] = row;
                const edge = this.#edgeCount++;
                this.#older[edge] = Math.min(row, other);
                this.#younger[edge] = Math.max(row, other);
                this.#lengths[edge] = this.#centerDistance(row, other);
                this.#edges[row].push(edge);
                this.#edges[other].push(edge);
            }
        }
    }
    /** The clusters that are left. */
    clusters() {
        const left = [];
        for (let i = 0; i < this.rows + this.#joins; i++)
            if (!this.#joined[i])
                left.push(i);
        return left;
    }
    /** Single linkage: the shortest edge between two clusters joins them, and no length changes. J. Kruskal (1956). */
    joinAlongEdges() {
        for (let edge = 0; edge < this.#edgeCount; edge++) {
            this.#heap.push(this.#lengths[edge], this.#older[edge], this.#younger[edge]);
        }
        /** The cluster that each was joined into. */
        const into = Int32Array.from({ length: 2 * this.rows - 1 }, (_, i) => i);
        const clusterOf = (row) => {
            let at = row;
            while (into[at] !== at) {
                into[at] = into[into[at]];
                at = into[at];
            }
            return at;
        };
        while (!this.#heap.isEmpty) {
            const { distance, first, second } = this.#heap.pop();
            const [a, b] = [clusterOf(first), clusterOf(second)];
            if (a === b)
                continue;
            const made = this.#join(Math.min(a, b), Math.max(a, b), distance);
            into[a] = made;
            into[b] = made;
        }
    }
    /** The other linkages: joins the nearest connected clusters until none are connected. */
    joinConnected(update) {
        for (let row = 0; row < this.rows; row++)
            this.#pushNearest(row);
        while (!this.#heap.isEmpty) {
            const { distance, first, second } = this.#heap.pop();
            if (this.#joined[second])
                continue;
            if (this.#joined[first]) {
                this.#pushNext(second);
                continue;
            }
            const made = this.#join(first, second, distance);
            this.#reconnect(made, first, second, distance, update);
            this.#pushNearest(made);
        }
    }
    /** Joins all of `parts`, by their centres. */
    joinParts(parts) {
        const left = new Set(parts);
        for (const [i, a] of parts.entries()) {
            for (const b of parts.slice(0, i))
                this.#heap.push(this.#partDistance(a, b), a, b);
        }
        while (left.size > 1) {
            const { distance, first, second } = this.#heap.pop();
            if (this.#joined[first] || this.#joined[second])
                continue;
            const made = this.#join(first, second, distance);
            left.delete(first);
            left.delete(second);
            for (const other of left)
                this.#heap.push(this.#partDistance(made, other), made, other);
            left.add(made);
        }
    }
    #otherEnd(edge, cluster) {
        const older = this.#older[edge];
        return older === cluster ? this.#younger[edge] : older;
    }
    /** Puts the nearest of the edges that a new cluster owns on the heap. */
    #pushNearest(cluster) {
        let nearest = -1;
        for (const edge of this.#edges[cluster]) {
            if (this.#younger[edge] !== cluster)
                continue;
            if (nearest < 0 || this.#order(edge, nearest) < 0)
                nearest = edge;
        }
        if (nearest >= 0)
            this.#heap.push(this.#lengths[nearest], this.#older[nearest], cluster);
    }
    /** Puts the nearest of the edges that a cluster still owns on the heap, after it lost the one that was there. */
    #pushNext(cluster) {
        this.#queues[cluster] ??= this.#edges[cluster].filter((edge) => this.#younger[edge] === cluster).sort((a, b) => this.#order(b, a));
        const queue = this.#queues[cluster];
        for (let edge = queue.pop(); edge !== undefined; edge = queue.pop()) {
            if (this.#younger[edge] !== cluster)
                continue;
            this.#heap.push(this.#lengths[edge], this.#older[edge], cluster);
            return;
        }
    }
    /** Below zero if the first of two edges of one cluster is nearer; of equal lengths, the one to the older cluster. */
    #order(a, b) {
        return this.#lengths[a] - this.#lengths[b] || this.#older[a] - this.#older[b];
    }
    /** Makes a cluster of two. */
    #join(first, second, distance) {
        const made = this.rows + this.#joins;
        this.children[2 * this.#joins] = first;
        this.children[2 * this.#joins + 1] = second;
        this.distances[this.#joins++] = distance;
        this.#joined[first] = 1;
        this.#joined[second] = 1;
        const [n, m] = [this.#sizes[first], this.#sizes[second]];
        this.#sizes[made] = n + m;
        this.#place[made] = this.#place[first];
        const { columns } = this;
        const [to, from] = [this.#place[first] * columns, this.#place[second] * columns];
        const centers = this.#centers;
        for (let c = 0; c < columns; c++) {
            centers[to + c] = (n * centers[to + c] + m * centers[from + c]) / (n + m);
        }
        return made;
    }
    /** Gives a new cluster the edges of its two parts; two that lead to the same cluster become one. */
    #reconnect(made, first, second, between, update) {
        const [n, m] = [this.#sizes[first], this.#sizes[second]];
        const [lengths, younger] = [this.#lengths, this.#younger];
        const give = (edge, other, toFirst, toSecond) => {
            this.#older[edge] = other;
            younger[edge] = made;
            lengths[edge] =
                this.linkage === "ward"
                    ? this.#wardDistance(made, other)
                    : update(toFirst, toSecond, between, n, m, this.#sizes[other]);
        };
        const [ofFirst, ofSecond] = [this.#edges[first], this.#edges[second]];
        for (const edge of ofSecond) {
            if (younger[edge] < 0)
                continue;
            const other = this.#otherEnd(edge, second);
            this.#listed[other] = made;
            this.#edgeTo[other] = edge;
        }
        let kept = 0;
        for (const edge of ofFirst) {
            if (younger[edge] < 0)
                continue;
            const other = this.#otherEnd(edge, first);
            if (other === second) {
                younger[edge] = -1;
                continue;
            }
            const length = lengths[edge];
            const twin = this.#listed[other] === made ? this.#edgeTo[other] : -1;
            give(edge, other, length, twin < 0 ? length : lengths[twin]);
            if (twin >= 0)
                younger[twin] = -1;
            ofFirst[kept++] = edge;
        }
        ofFirst.length = kept;
        kept = 0;
        for (const edge of ofSecond) {
            if (younger[edge] < 0)
                continue;
            give(edge, this.#otherEnd(edge, second), lengths[edge], lengths[edge]);
            ofSecond[kept++] = edge;
        }
        ofSecond.length = kept;
        const [large, small] = ofFirst.length > ofSecond.length ? [ofFirst, ofSecond] : [ofSecond, ofFirst];
        for (const edge of small)
            large.push(edge);
        this.#edges[first] = [];
        this.#edges[second] = [];
        this.#edges[made] = large;
        this.#queues[first] = undefined;
        this.#queues[second] = undefined;
    }
    #partDistance(a, b) {
        return this.linkage === "ward" ? this.#wardDistance(a, b) : this.#centerDistance(a, b);
    }
    #wardDistance(a, b) {
        const [n, m] = [this.#sizes[a], this.#sizes[b]];
        return Math.sqrt((2 * n * m) / (n + m)) * this.#centerDistance(a, b);
    }
    #centerDistance(a, b) {
        const { columns } = this;
        const centers = this.#centers;
        const [at, other] = [this.#place[a] * columns, this.#place[b] * columns];
        let squared = 0;
        for (let c = 0; c < columns; c++) {
            const difference = centers[at + c] - centers[other + c];
            squared += difference * difference;
        }
        return Math.sqrt(squared);
    }
}
//# sourceMappingURL=graph_linkage.js.map