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
/** Uniform manifold approximation and projection. */
import { magnitude, unusableRow } from "../../clustering/centring.js";
import { checkMatrix } from "../../clustering/check_matrix.js";
import { kNeighbours, kNeighboursOf } from "../../clustering/neighbours/k_neighbours.js";
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import { registerEstimator } from "../../estimators/registry.js";
import { tensor } from "../../tensor/index.js";
import { fitCurve } from "./curve.js";
import { fuzzyUnion, memberships } from "./fuzzy_graph.js";
import { edgesOf, layOut } from "./layout.js";
import { checkOptions } from "./options.js";
import { principalStart, randomStart, spectralStart } from "./start.js";
/**
 * umap-learn makes 500 epochs, 200 from 10,000 rows up, with five rows that push for each that pulls. Where all rows move at
 * once, by steps of a quarter, more that push give better places than more epochs do: trustworthiness of 70,000 MNIST digits,
 * 50 components, is 0.965 after 500 epochs with 5 of them, 0.966 to 0.969 (three seeds) after 300 with 15; of 10,000 digits
 * 0.960 and 0.971.
 */
const EPOCHS = 300;
const NEGATIVE_SAMPLES = 15;
/** New rows from which fewer epochs do in `transform`. */
const MANY_ROWS = 10_000;
/**
 * Step of the first epoch. umap-learn begins with 1, and moves one row after the other; where all move at once, steps of
 * 1 go past what they aim for (trustworthiness of 10,000 MNIST digits, 50 components: 0.953 with 1, 0.959 with 0.25).
 */
const RATE = 0.25;
/**
 * Lays out rows in few dimensions, so that rows that are near to each other stay near: L. McInnes, J. Healy and
 * J. Melville, "UMAP: Uniform manifold approximation and projection for dimension reduction" (2018).
 *
 * ```ts
 * const map = await new Umap().fitTransform(x); // x: a tensor [N, D]; map: a tensor [N, 2], which the caller releases
 * ```
 *
 * Options, graph and forces are umap-learn's. In each epoch all rows move at once, by the forces at the places of the
 * epoch before: no order of rows and no number of threads changes the result. Neighbours are exact and the layout is
 * computed on the device, the beginning on the host. Rounding grows over the epochs, so that devices, and processors
 * of other vector lengths, give other places of the same quality.
 *
 * Memory on the host: a copy of x, and about 12 N neighbors numbers while it fits.
 */
export class Umap {
    kind = "umap";
    #options;
    #curve;
    #fitted = null;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ neighbors = 15, components = 2, minDist = 0.1, spread = 1, epochs, negativeSamples = NEGATIVE_SAMPLES, init = "spectral", seed = 0, } = {}) {
        const epochsGiven = epochs === undefined ? {} : { epochs };
        this.#options = { neighbors, components, minDist, spread, negativeSamples, init, seed, ...epochsGiven };
        checkOptions(this.#options);
        this.#curve = fitCurve(minDist, spread);
    }
    /** The places of the rows that `fit` got, [N, components]. */
    get embedding() {
        return this.#result().embedding;
    }
    /**
     * Lays out x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has values that are not finite.
     */
    async fit(x) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { neighbors, components, negativeSamples, seed } = this.#options;
            const [rows, columns] = checkMatrix("Umap.fit", x);
            const values = await x.data();
            const total = Math.min(neighbors, rows);
            if (total === 1) {
                if (!values.every(Number.isFinite))
                    throw await unusableRow("Umap.fit", x);
                this.#fitted = { x: values, columns, embedding: new Float32Array(components) };
                return this;
            }
            const graph = fuzzyUnion(await kNeighbours("Umap.fit", x, total - 1), total);
            const epochs = this.#options.epochs ?? EPOCHS;
            const edges = edgesOf(graph.starts, graph.columns, graph.values, epochs);
            const start = tensor(x.device, await this.#start(graph, x), [rows, components]);
            const options = { ...this.#curve, epochs, rate: RATE, negativeSamples, seed };
            const places = __addDisposableResource(env_1, await layOut(start, null, edges, options), false);
            this.#fitted = { x: values, columns, embedding: await places.data() };
            return this;
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    /** `fit`, then the embedding [N, components]. The caller releases it. */
    async fitTransform(x) {
        await this.fit(x);
        return tensor(x.device, this.#result().embedding, [x.shape[0], this.#options.components]);
    }
    /**
     * Places [M, components] of other rows x [M, D] among those that `fit` got, which stay: the mean of their nearest
     * ones' places, weighted by their memberships, then a third of the epochs (30 or 100 by default) among them. The
     * caller releases it.
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     * @throws {DataError} if x has values that are not finite.
     */
    async transform(x) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const fitted = this.#result();
            const { neighbors, components, negativeSamples, seed } = this.#options;
            const [rows, columns] = checkMatrix("Umap.transform", x);
            if (columns !== fitted.columns) {
                throw new ShapeError(`Umap.transform: x has ${columns} columns, fit got ${fitted.columns}: give the same features`);
            }
            if (!Number.isFinite(await magnitude(x)))
                throw await unusableRow("Umap.transform", x);
            const known = fitted.x.length / columns;
            const training = __addDisposableResource(env_2, tensor(x.device, fitted.x, [known, columns]), false);
            const anchors = __addDisposableResource(env_2, tensor(x.device, fitted.embedding, [known, components]), false);
            const total = Math.min(neighbors, known);
            const neighbours = await kNeighboursOf("Umap.transform", x, training, total);
            const weights = memberships(neighbours, Math.max(total, 2), false);
            const epochs = this.#options.epochs === undefined
                ? rows <= MANY_ROWS
                    ? 100
                    : 30
                : Math.ceil(this.#options.epochs / 3);
            const starts = Uint32Array.from({ length: rows + 1 }, (_, row) => row * total);
            const edges = edgesOf(starts, neighbours.indices, weights, epochs);
            const begin = weightedMeans(neighbours.indices, weights, total, fitted.embedding, components);
            const options = { ...this.#curve, epochs, rate: RATE, negativeSamples, seed };
            return await layOut(tensor(x.device, begin, [rows, components]), anchors, edges, options);
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    /** @throws {ArgumentError} before `fit`. */
    state() {
        const { x, columns, embedding } = this.#result();
        const rows = x.length / columns;
        return {
            options: this.#options,
            arrays: {
                x: { shape: [rows, columns], data: x },
                embedding: { shape: [rows, this.#options.components], data: embedding },
            },
        };
    }
    /** @throws {SkeinError} where the state is not one of this kind. */
    static restore({ options, arrays }) {
        const umap = new Umap(options);
        const { x, embedding } = arrays;
        const [rows, columns] = x?.shape ?? [];
        if (!(x?.data instanceof Float32Array && embedding?.data instanceof Float32Array) ||
            x.shape.length !== 2 ||
            !(rows >= 1 && columns >= 1) ||
            x.data.length !== rows * columns ||
            embedding.data.length !== rows * umap.#options.components ||
            !(x.data.every(Number.isFinite) && embedding.data.every(Number.isFinite))) {
            throw new DataError("Umap: rows and embedding do not fit each other: save the estimator again");
        }
        umap.#fitted = { x: x.data.slice(), columns: columns, embedding: embedding.data.slice() };
        return umap;
    }
    async #start(graph, x) {
        const { components, init, seed } = this.#options;
        const spectral = init === "spectral" ? spectralStart(graph, components, seed) : null;
        if (spectral)
            return spectral;
        const principal = init === "random" ? null : await principalStart("Umap.fit", x, components, seed);
        return principal ?? randomStart(graph.rows, components, seed);
    }
    #result() {
        if (!this.#fitted)
            throw new ArgumentError("Umap: there is no layout yet: call fit first");
        return this.#fitted;
    }
}
registerEstimator({ kind: "umap", restore: (state) => Umap.restore(state) });
/** The mean of the places of each row's neighbours, [M, C]. */
function weightedMeans(indices, weights, neighbours, embedding, C) {
    const means = new Float32Array((indices.length / neighbours) * C);
    for (let row = 0; row * neighbours < indices.length; row++) {
        const first = row * neighbours;
        let total = 0;
        for (let n = first; n < first + neighbours; n++)
            total += weights[n];
        for (let c = 0; c < C; c++) {
            let sum = 0;
            for (let n = first; n < first + neighbours; n++)
                sum += weights[n] * embedding[indices[n] * C + c];
            means[row * C + c] = sum / total;
        }
    }
    return means;
}
//# sourceMappingURL=umap.js.map