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
/** k-means clustering on a device, in scikit-learn's manner. */
import { ArgumentError, ShapeError } from "../../errors.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { stateArray, stateNumber } from "../../estimators/state_array.js";
import { Random } from "../../random/philox.js";
import { tensor } from "../../tensor/index.js";
import { centre } from "../centring.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import { lloyd } from "./lloyd.js";
import { checkOptions } from "./options.js";
import { checkColumns, distancesToCenters, nearestCenters, unplaced, } from "./placed_centers.js";
import { rowsOf } from "./rows_of.js";
import { kMeansPlusPlus } from "./seeding.js";
import { unitRows } from "./unit_rows.js";
import { checkWeights } from "./weights.js";
const KIND = "kmeans";
/**
 * k-means: K centres that lie nearest to N rows of D features, by Lloyd's algorithm.
 *
 * ```ts
 * const kmeans = new KMeans({ clusters: 10 });
 * const labels = await kmeans.fitPredict(x); // x: a tensor [N, D]
 * ```
 *
 * The tensors stay the caller's. Memory: a copy of x, moved to the origin, for as long as a call runs; with weights,
 * another.
 */
export class KMeans {
    kind = KIND;
    #options;
    #fitted = null;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ clusters, init = "k-means++", nInit = 1, maxIterations = 300, tolerance = 1e-4, metric = "euclidean", seed = 0, }) {
        this.#options = { clusters, init, nInit, maxIterations, tolerance, metric, seed };
        checkOptions(this.#options);
    }
    /** The centres [K, D], row by row; with the metric "cosine", of length 1. */
    get clusterCenters() {
        return unplaced(this.#result());
    }
    /** The cluster, 0 to K - 1, of each row that `fit` got. */
    get labels() {
        return this.#result().labels;
    }
    /**
     * Sum of the squared distances of those rows to their centres, times the rows' weights; with the metric "cosine",
     * of rows of length 1: twice 1 minus the cosine.
     */
    get inertia() {
        const { inertia, scale } = this.#result();
        return inertia / scale / scale;
    }
    /** Iterations of the run that was kept. */
    get iterations() {
        return this.#result().iterations;
    }
    /**
     * Finds the centres of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32, or its columns do not fit the given centres.
     * @throws {DataError} if x has fewer rows than clusters, values that are not finite, weights that do not fit, or,
     *   with the metric "cosine", rows of zeros.
     */
    async fit(x, { sampleWeight } = {}) {
        const { clusters, init, metric } = this.#options;
        const [rows, cols] = checkMatrix("KMeans.fit", x);
        checkFills("KMeans.fit", rows, clusters);
        if (typeof init !== "string" && init.length !== clusters * cols) {
            throw new ShapeError(`KMeans.fit: init has ${init.length} values, ${clusters} centres of ${cols} columns take ${clusters * cols}`);
        }
        const weights = sampleWeight ? checkWeights("KMeans.fit", sampleWeight, rows, clusters) : null;
        if (metric === "cosine") {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const unit = __addDisposableResource(env_1, await unitRows("KMeans.fit", x), false);
                this.#fitted = await this.#fitWeighted(unit, weights);
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                __disposeResources(env_1);
            }
        }
        else {
            this.#fitted = await this.#fitWeighted(x, weights);
        }
        return this;
    }
    /**
     * The cluster, 0 to K - 1, of each row of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     * @throws {DataError} if values of x are not finite, or, with the metric "cosine", a row is all zeros.
     */
    async predict(x) {
        return this.#compare("KMeans.predict", x, nearestCenters);
    }
    /** `fit`, then the labels. */
    async fitPredict(x, options = {}) {
        await this.fit(x, options);
        return this.labels;
    }
    /**
     * The Euclidean distances of the rows of x [N, D] to the centres, as [N, K] row by row; with the metric "cosine", of
     * rows of length 1. Errors as `predict`.
     */
    async transform(x) {
        return this.#compare("KMeans.transform", x, distancesToCenters);
    }
    /** Centres and labels, for a file. @throws {ArgumentError} before `fit`. */
    state() {
        const { init, ...options } = this.#options;
        const { centers, origin, labels, scale, inertia, iterations } = this.#result();
        const shape = [this.#options.clusters, origin.length];
        return {
            options,
            arrays: {
                centers: { shape, data: centers },
                origin: { shape: [origin.length], data: origin },
                labels: { shape: [labels.length], data: labels },
                ...(typeof init !== "string" && { init: { shape, data: Float64Array.from(init) } }),
            },
            details: { scale, inertia, iterations },
        };
    }
    /** @throws {SkeinError} if the state is not one of a `KMeans`. */
    static restore(state) {
        const init = state.arrays.init && stateArray(KIND, state, "init", "f64", [null, null]).data;
        const restored = new KMeans({ ...state.options, ...(init && { init }) });
        const { data: origin } = stateArray(KIND, state, "origin", "f32", [null]);
        const shape = [restored.#options.clusters, origin.length];
        restored.#fitted = {
            origin,
            centers: stateArray(KIND, state, "centers", "f32", shape).data,
            labels: stateArray(KIND, state, "labels", "i32", [null]).data,
            scale: stateNumber(KIND, state, "scale"),
            inertia: stateNumber(KIND, state, "inertia"),
            iterations: stateNumber(KIND, state, "iterations"),
        };
        return restored;
    }
    /** Leaves out the rows that do not count, which get the nearest centre in the end. */
    async #fitWeighted(x, weights) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            if (!weights?.counting)
                return this.#fitRows(x, weights);
            const { counting, shares, largest } = weights;
            const kept = __addDisposableResource(env_2, rowsOf(x, counting), false);
            const own = Float32Array.from(counting, (row) => shares[row]);
            const fitted = await this.#fitRows(kept, { largest, shares: own, counting: null });
            return { ...fitted, labels: await nearestCenters("KMeans.fit", x, fitted) };
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    async #fitRows(x, weights) {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const { clusters, init, nInit, maxIterations, tolerance, metric, seed } = this.#options;
            const spherical = metric === "cosine";
            const { x: centred, origin, scale, variance } = await centre("KMeans.fit", x, spherical);
            const _ = __addDisposableResource(env_3, centred, false);
            const shares = weights?.shares ?? null;
            const options = { maxIterations, tolerance: tolerance * variance, shares, spherical };
            let best = null;
            for (let run = 0; run < nInit; run++) {
                const env_4 = { stack: [], error: void 0, hasError: false };
                try {
                    const start = __addDisposableResource(env_4, typeof init === "string"
                        ? rowsOf(centred, await kMeansPlusPlus(centred, clusters, new Random(seed, run), shares))
                        : tensor(x.device, relativeTo(origin, scale, init), [clusters, origin.length]), false);
                    const result = await lloyd(centred, start, options);
                    if (best === null || result.inertia < best.inertia)
                        best = result;
                }
                catch (e_3) {
                    env_4.error = e_3;
                    env_4.hasError = true;
                }
                finally {
                    __disposeResources(env_4);
                }
            }
            const { centers, labels, inertia, iterations } = best;
            return { centers, origin, scale, labels, iterations, inertia: inertia * (weights?.largest ?? 1) };
        }
        catch (e_4) {
            env_3.error = e_4;
            env_3.hasError = true;
        }
        finally {
            __disposeResources(env_3);
        }
    }
    async #compare(caller, x, compute) {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const fitted = this.#result();
            checkColumns(caller, x, fitted.origin.length);
            if (this.#options.metric === "euclidean")
                return compute(caller, x, fitted);
            const unit = __addDisposableResource(env_5, await unitRows(caller, x), false);
            return await compute(caller, unit, fitted);
        }
        catch (e_5) {
            env_5.error = e_5;
            env_5.hasError = true;
        }
        finally {
            __disposeResources(env_5);
        }
    }
    #result() {
        if (!this.#fitted)
            throw new ArgumentError("KMeans has no centres yet: call fit first");
        return this.#fitted;
    }
}
/** Centres [K, D] as `centre` moves and scales the data. */
function relativeTo(origin, scale, centers) {
    const relative = new Float32Array(centers.length);
    for (let i = 0; i < relative.length; i++)
        relative[i] = scale * centers[i] - origin[i % origin.length];
    return relative;
}
registerEstimator({ kind: KIND, restore: KMeans.restore });
clusteringMethods.add({
    name: KIND,
    about: "moves centres to the means of their nearest rows, from k-means++ (Lloyd 1982)",
    takesClusters: true,
    create: ({ clusters, seed }) => new KMeans({ clusters, nInit: 10, seed }),
});
//# sourceMappingURL=kmeans.js.map