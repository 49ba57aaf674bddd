/** What the criteria share: a sample of the rows, its distances, neighbours, graph and partitions, each made once. */
import { Random, streamOf } from "../../random/philox.js";
import { pairwiseDistances } from "../agglomerative/pairs.js";
import { KMeans } from "../kmeans/kmeans.js";
import { rowsOf } from "../kmeans/rows_of.js";
import { NeighbourGraph } from "./neighbour_graph.js";
/** Runs of k-means, of which the best is kept. */
const RUNS = 8;
export class Study {
    /** The sample, [rows, columns]. */
    x;
    rows;
    columns;
    /** The numbers of clusters that are judged, ascending, without gaps. */
    ks;
    seed;
    #signal;
    #partitions = null;
    #pairs = null;
    #values = null;
    #graph = null;
    constructor(x, ks, seed, signal) {
        this.x = x;
        [this.rows, this.columns] = x.shape;
        this.ks = ks;
        this.seed = seed;
        this.#signal = signal;
    }
    /** Random numbers of a name's own. */
    random(name) {
        return new Random(this.seed, streamOf(name));
    }
    /** @throws the signal's reason, where the caller stopped the work. */
    throwIfAborted() {
        this.#signal?.throwIfAborted();
    }
    /** k-means for each K. */
    partitions() {
        this.#partitions ??= this.#partition();
        return this.#partitions;
    }
    /** Euclidean distances of all pairs of rows. Not to be changed. */
    pairs() {
        this.#pairs ??= pairwiseDistances("chooseClusters", this.x);
        return this.#pairs;
    }
    /** The sample on the host, row by row. */
    values() {
        this.#values ??= this.x.data();
        return this.#values;
    }
    /** The graph of each row's nearest rows. */
    graph() {
        this.#graph ??= this.pairs().then((pairs) => new NeighbourGraph(pairs));
        return this.#graph;
    }
    /** Those rows of the sample as a tensor, which the caller releases. */
    gather(rows) {
        return rowsOf(this.x, rows);
    }
    async #partition() {
        const all = [];
        for (const clusters of this.ks) {
            this.throwIfAborted();
            const kmeans = await new KMeans({ clusters, nInit: RUNS, seed: this.seed }).fit(this.x);
            const { labels, inertia, clusterCenters: centers } = kmeans;
            all.push({ clusters, labels, inertia, centers });
        }
        return all;
    }
}
//# sourceMappingURL=study.js.map