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
/** k-means whose clusters have sizes that are known beforehand. */
import { ArgumentError } from "../../errors.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { stateArray, stateNumber } from "../../estimators/state_array.js";
import { tensor } from "../../tensor/index.js";
import { centre, magnitude, subtractRow, unusableRow } from "../centring.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import { KMeans } from "../kmeans/kmeans.js";
import { checkWhole } from "../kmeans/options.js";
import { checkColumns, unplaced } from "../kmeans/placed_centers.js";
import { toSizes, wholeSizes } from "./exact_sizes.js";
import { Transport } from "./transport.js";
const KIND = "balanced_kmeans";
/** What may be left between the clusters' shares and those wanted, over all clusters, while centres move. */
const MOVING = { tolerance: 0.01, maxIterations: 20 };
/** The same for the labels. */
const FINAL = { tolerance: 1e-3, maxIterations: 500 };
/**
 * k-means with clusters of equal or given sizes, such as classes that are known to have as many images each:
 *
 * ```ts
 * const labels = await new BalancedKMeans({ clusters: 10 }).fitPredict(x); // 6,000 of 60,000 rows each
 * ```
 *
 * Rows go to centres by entropic optimal transport, whose softness decreases while the centres move to the means of what
 * they get (Cuturi 2013; A. Genevay, G. Dulac-Arnold and J.-P. Vert, "Differentiable deep clustering with cluster size
 * constraints", 2019). The first centres are those of k-means. With `exact`, the final labels are those of least cost
 * for their sizes. Sizes that the data do not have cut clusters apart: use it where sizes are known, not to find them.
 *
 * Memory on the device: a copy of x and N x K numbers; on the host, with `exact`, as many.
 */
export class BalancedKMeans {
    kind = KIND;
    #options;
    #fitted = null;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ clusters, sizes, exact = true, epsilon = 0.02, nInit = 1, maxIterations = 100, tolerance = 1e-4, seed = 0, }) {
        for (const [name, value] of Object.entries({ clusters, nInit, maxIterations })) {
            checkWhole(name, value, 1, "BalancedKMeans");
        }
        checkWhole("seed", seed, 0, "BalancedKMeans");
        if (typeof exact !== "boolean") {
            throw new ArgumentError(`BalancedKMeans: exact is ${String(exact)}: give true or false`);
        }
        if (!(epsilon > 0 && Number.isFinite(epsilon))) {
            throw new ArgumentError(`BalancedKMeans: epsilon is ${epsilon}: give a number above 0`);
        }
        if (!(tolerance >= 0 && Number.isFinite(tolerance))) {
            throw new ArgumentError(`BalancedKMeans: tolerance is ${tolerance}: give a number from 0 up`);
        }
        const own = sizes === undefined ? null : Array.from(sizes);
        if (own && own.length !== clusters) {
            throw new ArgumentError(`BalancedKMeans: sizes has ${own.length} numbers for ${clusters} clusters: give one for each`);
        }
        if (own?.some((size) => !(size > 0 && Number.isFinite(size)))) {
            throw new ArgumentError(`BalancedKMeans: sizes are ${own.join(", ")}: give numbers above 0, in proportion`);
        }
        this.#options = { clusters, sizes: own, exact, epsilon, nInit, maxIterations, tolerance, seed };
    }
    /** The centres [K, D], row by row: means of the rows by their shares. */
    get clusterCenters() {
        return unplaced(this.#result());
    }
    /** The cluster, 0 to K - 1, of each row that `fit` got. */
    get labels() {
        return this.#result().labels;
    }
    /** Sum of the squared distances of those rows to their centres. */
    get inertia() {
        const { inertia, scale } = this.#result();
        return inertia / scale / scale;
    }
    /** Times that the centres moved. */
    get iterations() {
        return this.#result().iterations;
    }
    /**
     * Finds the centres of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has fewer rows than clusters, or values that are not finite.
     */
    async fit(x) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { clusters, nInit, maxIterations, tolerance, epsilon, seed, exact } = this.#options;
            const [rows, cols] = checkMatrix("BalancedKMeans.fit", x);
            checkFills("BalancedKMeans.fit", rows, clusters);
            const { x: centred, origin, scale, variance } = await centre("BalancedKMeans.fit", x);
            const _ = __addDisposableResource(env_1, centred, false);
            const start = await new KMeans({ clusters, nInit, seed }).fit(centred);
            const centers = start.clusterCenters;
            const spread = start.inertia / rows || variance || 1;
            const prices = new Float64Array(clusters);
            const shares = this.#shares();
            let softness = 1;
            let iterations = 0;
            for (let moved = Number.POSITIVE_INFINITY; iterations < maxIterations; iterations++) {
                const env_2 = { stack: [], error: void 0, hasError: false };
                try {
                    if (softness === epsilon && moved <= tolerance * variance)
                        break;
                    softness = iterations === 0 ? Math.max(1, epsilon) : Math.max(epsilon, softness / 2);
                    const transport = __addDisposableResource(env_2, new Transport(centred, centers), false);
                    await transport.balance(prices, shares, softness * spread, MOVING);
                    moved = replace(centers, await transport.means(prices, softness * spread));
                }
                catch (e_1) {
                    env_2.error = e_1;
                    env_2.hasError = true;
                }
                finally {
                    __disposeResources(env_2);
                }
            }
            const transport = __addDisposableResource(env_1, new Transport(centred, centers), false);
            await transport.balance(prices, shares, epsilon * spread, FINAL);
            const labels = await transport.labels(prices);
            if (exact)
                toSizes(labels, await transport.costs(), prices, wholeSizes(shares, rows));
            const inertia = squaredDistances((await centred.data()), centers, labels, cols);
            this.#fitted = { centers, origin, scale, prices, labels, inertia, iterations };
            return this;
        }
        catch (e_2) {
            env_1.error = e_2;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    /**
     * The cluster, 0 to K - 1, of each row of x [N, D], by the sizes that `fit` aimed at: rows like those that it got are
     * shared out as those were.
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     * @throws {DataError} if values of x are not finite.
     */
    async predict(x) {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const { centers, origin, scale, prices } = this.#result();
            checkColumns("BalancedKMeans.predict", x, origin.length);
            if (!Number.isFinite(await magnitude(x)))
                throw await unusableRow("BalancedKMeans.predict", x);
            const row = __addDisposableResource(env_3, tensor(x.device, new Float32Array(origin), [1, origin.length]), false);
            const { x: moved, squares } = subtractRow(x, row, scale);
            const _ = __addDisposableResource(env_3, moved, false);
            squares.release();
            const transport = __addDisposableResource(env_3, new Transport(moved, centers), false);
            return await transport.labels(prices);
        }
        catch (e_3) {
            env_3.error = e_3;
            env_3.hasError = true;
        }
        finally {
            __disposeResources(env_3);
        }
    }
    /** `fit`, then the labels. */
    async fitPredict(x) {
        return (await this.fit(x)).labels;
    }
    /** Centres, prices and labels, for a file. @throws {ArgumentError} before `fit`. */
    state() {
        const { sizes, ...options } = this.#options;
        const { centers, origin, prices, labels, scale, inertia, iterations } = this.#result();
        return {
            options: sizes ? { ...options, sizes } : options,
            arrays: {
                centers: { shape: [prices.length, origin.length], data: centers },
                origin: { shape: [origin.length], data: origin },
                prices: { shape: [prices.length], data: prices },
                labels: { shape: [labels.length], data: labels },
            },
            details: { scale, inertia, iterations },
        };
    }
    /** @throws {SkeinError} if the state is not one of a `BalancedKMeans`. */
    static restore(state) {
        const restored = new BalancedKMeans(state.options);
        const { clusters } = restored.#options;
        const { data: origin } = stateArray(KIND, state, "origin", "f32", [null]);
        restored.#fitted = {
            origin,
            centers: stateArray(KIND, state, "centers", "f32", [clusters, origin.length]).data,
            prices: stateArray(KIND, state, "prices", "f64", [clusters]).data,
            labels: stateArray(KIND, state, "labels", "i32", [null]).data,
            scale: stateNumber(KIND, state, "scale"),
            inertia: stateNumber(KIND, state, "inertia"),
            iterations: stateNumber(KIND, state, "iterations"),
        };
        return restored;
    }
    #shares() {
        const { clusters, sizes } = this.#options;
        const all = sizes?.reduce((a, b) => a + b, 0) ?? clusters;
        return Float64Array.from({ length: clusters }, (_, k) => (sizes?.[k] ?? 1) / all);
    }
    #result() {
        if (!this.#fitted)
            throw new ArgumentError("BalancedKMeans has no centres yet: call fit first");
        return this.#fitted;
    }
}
/** Puts the means in place of the centres. @returns The sum of the squared moves. */
function replace(centers, means) {
    let moved = 0;
    for (const [k, mean] of means.entries()) {
        for (const [c, value] of (mean ?? []).entries()) {
            const at = k * mean.length + c;
            moved += (value - centers[at]) ** 2;
            centers[at] = value;
        }
    }
    return moved;
}
function squaredDistances(x, centers, labels, cols) {
    let sum = 0;
    for (const [row, label] of labels.entries()) {
        for (let c = 0; c < cols; c++)
            sum += (x[row * cols + c] - centers[label * cols + c]) ** 2;
    }
    return sum;
}
registerEstimator({ kind: KIND, restore: BalancedKMeans.restore });
clusteringMethods.add({
    name: "balanced",
    about: "k-means with clusters of equal size, by optimal transport (Cuturi 2013)",
    takesClusters: true,
    create: ({ clusters, seed }) => new BalancedKMeans({ clusters, nInit: 3, seed }),
});
//# sourceMappingURL=balanced_kmeans.js.map