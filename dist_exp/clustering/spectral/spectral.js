var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
/** Clustering by the eigenvectors of a graph of neighbours, in scikit-learn's manner. */
import { ArgumentError, DataError } from "../../errors.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { tensor } from "../../tensor/index.js";
import { magnitude, unusableRow } from "../centring.js";
import { checkMatrix } from "../check_matrix.js";
import { KMeans } from "../kmeans/kmeans.js";
import { kNeighbours } from "../neighbours/k_neighbours.js";
import { clusterQr } from "./cluster_qr.js";
import { symmetrized } from "./graph.js";
import { laplacianVectors } from "./laplacian.js";
const assignments = ["kmeans", "cluster_qr"];
/** Residual of an eigenvector; float32, which k-means gets, keeps 1e-7. */
const TOLERANCE = 1e-7;
const MOST_PRODUCTS = 5000;
/**
 * Sorts rows by the graph of their nearest neighbours: rows that many short ways join get one cluster, whatever its
 * shape. The rows are embedded by the least eigenvectors of the graph's normalised Laplacian and sorted by k-means
 * there (J. Shi and J. Malik 2000; U. von Luxburg, "A tutorial on spectral clustering", 2007):
 *
 * ```ts
 * const labels = await new Spectral({ clusters: 3 }).fitPredict(x); // x: a tensor [N, D]
 * ```
 *
 * The graph is scikit-learn's `affinity="nearest_neighbors"`. Where it is not connected (see `components`), eigenvectors
 * that tell components apart come first, the largest component's first of all: with as many components as clusters,
 * the clusters are the components. Neighbours and k-means are computed on the device, eigenvectors on the host, in float64.
 *
 * Memory on the host: N (2 neighbors + 5 nComponents + 40) numbers. New rows have no answer: `fit` again, or classify
 * them by their nearest neighbours.
 */
export class Spectral {
    kind = "spectral";
    #options;
    #fitted = null;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ clusters, neighbors = 10, nComponents = clusters, assign = "kmeans", nInit = 10, seed = 0, }) {
        this.#options = { clusters, neighbors, nComponents, assign, nInit, seed };
        checkOptions(this.#options);
    }
    /** The cluster, 0 to K - 1, of each row that `fit` got. */
    get labels() {
        return this.#result().labels;
    }
    /** The rows by the eigenvectors, divided by the root of their degrees, [N, nComponents]. */
    get embedding() {
        return this.#result().embedding;
    }
    /** Connected components of the graph. Where they are more than the clusters, the smallest ones share one. */
    get components() {
        return this.#result().components;
    }
    /**
     * Sorts the rows of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has fewer rows than clusters or eigenvectors, or values that are not finite.
     */
    async fit(x) {
        const { clusters, neighbors, nComponents, assign, nInit, seed } = this.#options;
        const [rows] = checkMatrix("Spectral.fit", x);
        const least = Math.max(clusters, nComponents);
        if (rows < least) {
            throw new DataError(`Spectral.fit: ${rows} rows are fewer than the ${least} clusters or eigenvectors: give more rows or ask for fewer`);
        }
        const graph = await neighbourGraph(x, Math.min(neighbors, rows) - 1);
        const limits = { tolerance: TOLERANCE, mostProducts: MOST_PRODUCTS, seed };
        const { vectors, roots, components } = laplacianVectors(graph, { count: nComponents, ...limits });
        const places = new Float64Array(rows * nComponents);
        for (let c = 0; c < nComponents; c++) {
            for (let i = 0; i < rows; i++)
                places[i * nComponents + c] = vectors[c * rows + i] / roots[i];
        }
        const embedding = Float32Array.from(places);
        let labels;
        if (assign === "cluster_qr")
            labels = clusterQr(places, rows, clusters);
        else {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const embedded = __addDisposableResource(env_1, tensor(x.device, embedding, [rows, nComponents]), false);
                labels = await new KMeans({ clusters, nInit, seed }).fit(embedded).then((kmeans) => kmeans.labels);
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                __disposeResources(env_1);
            }
        }
        this.#fitted = { labels, embedding, components };
        return this;
    }
    /** `fit`, then the labels. */
    async fitPredict(x) {
        return (await this.fit(x)).labels;
    }
    /** @throws {ArgumentError} before `fit`. */
    state() {
        const { labels, embedding, components } = this.#result();
        return {
            options: this.#options,
            arrays: {
                labels: { shape: [labels.length], data: labels },
                embedding: { shape: [labels.length, this.#options.nComponents], data: embedding },
            },
            details: { components },
        };
    }
    /** @throws {SkeinError} where the state is not one of this kind. */
    static restore({ options, arrays, details }) {
        const spectral = new Spectral(options);
        const { clusters, nComponents } = spectral.#options;
        const { labels, embedding } = arrays;
        const { components } = (details ?? {});
        if (!(labels?.data instanceof Int32Array) ||
            !(embedding?.data instanceof Float32Array) ||
            embedding.data.length !== labels.data.length * nComponents ||
            !labels.data.every((label) => label >= 0 && label < clusters) ||
            !embedding.data.every(Number.isFinite) ||
            !(typeof components === "number" && Number.isInteger(components) && components >= 1)) {
            throw new DataError("Spectral: labels and embedding do not fit each other: save the estimator again");
        }
        spectral.#fitted = { labels: labels.data, embedding: embedding.data, components };
        return spectral;
    }
    #result() {
        if (!this.#fitted)
            throw new ArgumentError("Spectral: there is no result yet: call fit first");
        return this.#fitted;
    }
}
registerEstimator({ kind: "spectral", restore: (state) => Spectral.restore(state) });
clusteringMethods.add({
    name: "spectral",
    about: "Eigenvectors of the graph of nearest neighbours, then k-means: clusters of any shape",
    takesClusters: true,
    create: ({ clusters, seed }) => new Spectral({ clusters, seed }),
});
/** Rows are joined with weight 1 where each is a neighbour of the other, with 1/2 where one is. */
async function neighbourGraph(x, degree) {
    if (degree === 0) {
        if (!Number.isFinite(await magnitude(x)))
            throw await unusableRow("Spectral.fit", x);
        return {
            rows: 1,
            starts: new Uint32Array(2),
            columns: new Uint32Array(0),
            values: new Float64Array(0),
        };
    }
    const { indices } = await kNeighbours("Spectral.fit", x, degree);
    const ones = new Float64Array(indices.length).fill(1);
    return symmetrized(indices, ones, degree, (there, back) => (there + back) / 2);
}
function checkOptions({ clusters, neighbors, nComponents, assign, nInit, seed, }) {
    for (const [name, value, least] of [
        ["clusters", clusters, 1],
        ["neighbors", neighbors, 2],
        ["nComponents", nComponents, 1],
        ["nInit", nInit, 1],
        ["seed", seed, 0],
    ]) {
        if (!Number.isInteger(value) || value < least || value >= 2 ** 32) {
            throw new ArgumentError(`Spectral: ${name} is ${value}: give a whole number from ${least} up`);
        }
    }
    if (!assignments.includes(assign)) {
        throw new ArgumentError(`Spectral: assign ${String(assign)} is unknown: choose one of ${assignments.join(", ")}`);
    }
    if (assign === "cluster_qr" && nComponents !== clusters) {
        throw new ArgumentError(`Spectral: cluster_qr takes as many eigenvectors as clusters: leave nComponents out, or give ${clusters}`);
    }
}
//# sourceMappingURL=spectral.js.map