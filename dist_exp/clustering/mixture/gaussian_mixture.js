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
/** Gaussian mixtures by expectation-maximisation, in scikit-learn's manner. */
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { broken, stateArray, stateNumber } from "../../estimators/state_array.js";
import { tensor } from "../../tensor/index.js";
import { centre, subtractRow, total } from "../centring.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import { KMeans } from "../kmeans/kmeans.js";
import { covarianceTypes, estimate, parameterCount, whitenings, } from "./covariance.js";
import { expectation, sumsOf, sumsOfLabels } from "./expectation.js";
const KIND = "mixture";
/** A component whose rows weigh less than this has lost them all. */
const LEAST_WEIGHT = 1e-12;
/**
 * Rows as draws from K Gaussian distributions, fitted by expectation-maximisation (Dempster, Laird and Rubin 1977) from
 * the clusters of k-means:
 *
 * ```ts
 * const mixture = await new GaussianMixture({ components: 10 }).fit(x); // x: a tensor [N, D]
 * const labels = await mixture.predict(x);
 * ```
 *
 * Densities are float32, sums over blocks of rows float64. Memory on the device: a copy of x, and a block of rows by
 * components by columns.
 */
export class GaussianMixture {
    kind = KIND;
    #options;
    #fitted = null;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ components = 1, covarianceType = "full", tolerance = 1e-3, regularization = 1e-6, maxIterations = 100, nInit = 1, means, seed = 0, } = {}) {
        for (const [name, value] of Object.entries({ components, maxIterations, nInit })) {
            if (Number.isInteger(value) && value >= 1)
                continue;
            throw new ArgumentError(`GaussianMixture: ${name} is ${value}: give a whole number from 1 up`);
        }
        if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
            throw new ArgumentError(`GaussianMixture: seed is ${seed}: give an unsigned 32-bit integer`);
        }
        for (const [name, value] of Object.entries({ tolerance, regularization })) {
            if (value >= 0 && Number.isFinite(value))
                continue;
            throw new ArgumentError(`GaussianMixture: ${name} is ${value}: give a number from 0 up`);
        }
        if (!covarianceTypes.includes(covarianceType)) {
            throw new ArgumentError(`GaussianMixture: covarianceType ${String(covarianceType)} is unknown: choose one of ${covarianceTypes.join(", ")}`);
        }
        this.#options = {
            ...{ components, covarianceType, tolerance, regularization, maxIterations, nInit, seed },
            means: means ?? null,
        };
    }
    /** The most probable component, 0 to K - 1, of each row that `fit` got. */
    get labels() {
        return this.#result().labels;
    }
    /** Shares of the components, [K]. */
    get weights() {
        return this.#result().components.weights;
    }
    /** [K, D], row by row. */
    get means() {
        const { components, origin, scale } = this.#result();
        return components.means.map((value, i) => (value + origin[i % origin.length]) / scale);
    }
    /** "full" [K, D, D], "tied" [D, D], "diag" [K, D] or "spherical" [K]. */
    get covariances() {
        const { covariances, scale } = this.#result();
        return covariances.map((value) => value / scale / scale);
    }
    /** Whether the run that was kept ended before `maxIterations`. */
    get converged() {
        return this.#result().converged;
    }
    /** Iterations of the run that was kept. */
    get iterations() {
        return this.#result().iterations;
    }
    /** Mean logarithm of the density of the rows that `fit` got, before the last update. */
    get logLikelihood() {
        const { logLikelihood, scale, columns } = this.#result();
        return logLikelihood + columns * Math.log(scale);
    }
    /**
     * Fits the components to x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32, or its columns do not fit the given means.
     * @throws {DataError} if x has fewer rows than components, values that are not finite, or a covariance that stays
     *   singular.
     */
    async fit(x) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { components, nInit, means } = this.#options;
            const [rows, columns] = checkMatrix("GaussianMixture.fit", x);
            checkFills("GaussianMixture.fit", rows, components, "", "components");
            if (means && means.length !== components * columns) {
                throw new ShapeError(`GaussianMixture.fit: means has ${means.length} values, ${components} means of ${columns} columns take ${components * columns}`);
            }
            const centred = await centre("GaussianMixture.fit", x);
            const _ = __addDisposableResource(env_1, centred.x, false);
            let best = null;
            for (let run = 0; run < (means ? 1 : nInit); run++) {
                const found = await this.#run(centred, run);
                if (!best || found.logLikelihood > best.logLikelihood)
                    best = found;
            }
            const { origin, scale } = centred;
            const labels = mostProbable(await expectation(centred.x, best.components), rows);
            this.#fitted = { ...best, origin, scale, columns, labels };
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
    /** The most probable component, 0 to K - 1, of each row of x [N, D]. Errors as `predictProba`. */
    async predict(x) {
        return mostProbable(await this.#expect("GaussianMixture.predict", x), x.shape[0]);
    }
    /**
     * The probability of each component for each row of x [N, D], [N, K] row by row.
     * @throws {ArgumentError} before `fit`.
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     * @throws {DataError} if values of x are not finite.
     */
    async predictProba(x) {
        const blocks = await this.#expect("GaussianMixture.predictProba", x);
        return joined(blocks, this.#options.components, ({ responsibilities }) => responsibilities);
    }
    /** The logarithm of each row's density, [N]. Errors as `predictProba`. */
    async scoreSamples(x) {
        const { scale, columns } = this.#result();
        const blocks = await this.#expect("GaussianMixture.scoreSamples", x);
        const shift = columns * Math.log(scale);
        return joined(blocks, 1, ({ logDensities }) => logDensities.map((value) => value + shift));
    }
    /** Bayesian information criterion on x [N, D] (Schwarz 1978): lower is better. Errors as `predictProba`. */
    async bic(x) {
        const rows = x.shape[0];
        return -2 * total(await this.scoreSamples(x)) + this.#parameters() * Math.log(rows);
    }
    /** Akaike's information criterion on x [N, D] (1974): lower is better. Errors as `predictProba`. */
    async aic(x) {
        return -2 * total(await this.scoreSamples(x)) + 2 * this.#parameters();
    }
    /** `fit`, then the labels. */
    async fitPredict(x) {
        return (await this.fit(x)).labels;
    }
    /** Components and labels, for a file. @throws {ArgumentError} before `fit`. */
    state() {
        const { means, ...options } = this.#options;
        const { components, covariances, origin, labels, columns, scale, ...run } = this.#result();
        const { logLikelihood, iterations, converged } = run;
        const rows = (data) => ({ shape: [data.length / columns, columns], data });
        return {
            options,
            arrays: {
                labels: { shape: [labels.length], data: labels },
                weights: { shape: [components.weights.length], data: components.weights },
                means: rows(components.means),
                covariances: { shape: [covariances.length], data: covariances },
                origin: { shape: [columns], data: origin },
                ...(means && { init: rows(Float64Array.from(means)) }),
            },
            details: { scale, logLikelihood, iterations, converged },
        };
    }
    /** @throws {SkeinError} if the state is not one of a `GaussianMixture`. */
    static restore(state) {
        const given = state.arrays.init && stateArray(KIND, state, "init", "f64", [null, null]).data;
        const options = state.options;
        const restored = new GaussianMixture({ ...options, ...(given && { means: given }) });
        const { components: count, covarianceType: type } = restored.#options;
        const { data: origin } = stateArray(KIND, state, "origin", "f32", [null]);
        const columns = origin.length;
        const { data: weights } = stateArray(KIND, state, "weights", "f64", [count]);
        const { data: means } = stateArray(KIND, state, "means", "f64", [count, columns]);
        const sizes = { full: count * columns * columns, tied: columns * columns, diag: count * columns };
        const size = type === "spherical" ? count : sizes[type];
        const { data: covariances } = stateArray(KIND, state, "covariances", "f64", [size]);
        const { data: labels } = stateArray(KIND, state, "labels", "i32", [null]);
        const white = whitenings(type, covariances, count, columns);
        if (!white)
            throw broken(KIND, "has covariances that are singular");
        const [scale, logLikelihood, iterations] = ["scale", "logLikelihood", "iterations"].map((name) => stateNumber(KIND, state, name));
        const converged = state.details.converged === true;
        const components = { type, weights, means, whitenings: white };
        restored.#fitted = {
            ...{ components, covariances, origin, scale, columns, labels },
            ...{ logLikelihood, iterations, converged },
        };
        return restored;
    }
    #parameters() {
        const { columns } = this.#result();
        return parameterCount(this.#options.covarianceType, this.#options.components, columns);
    }
    async #run({ x, origin, scale }, run) {
        const { tolerance, maxIterations } = this.#options;
        let state = await this.#first(x, origin, scale, run);
        let logLikelihood = Number.NEGATIVE_INFINITY;
        for (let iteration = 1;; iteration++) {
            const { sums, logDensity } = await sumsOf(x, state.components);
            const gain = logDensity - logLikelihood;
            logLikelihood = logDensity;
            state = this.#maximise(sums, state.components.means, scale);
            const converged = Math.abs(gain) < tolerance;
            if (converged || iteration === maxIterations) {
                return { ...state, logLikelihood, iterations: iteration, converged };
            }
        }
    }
    /** Components around the clusters of k-means; with the given means in place of theirs. */
    async #first(x, origin, scale, run) {
        const { components: clusters, seed, means, covarianceType } = this.#options;
        const columns = x.shape[1];
        const init = means && Float64Array.from(means, (value, i) => scale * value - origin[i % columns]);
        const kmeans = new KMeans({ clusters, seed: (seed + run) >>> 0, ...(init && { init }) });
        await kmeans.fit(x);
        const around = Float64Array.from(kmeans.clusterCenters);
        const sums = await sumsOfLabels(x, kmeans.labels, around, covarianceType);
        const { components, covariances } = this.#maximise(sums, around, scale);
        return { components: init ? { ...components, means: init } : components, covariances };
    }
    /** New components from sums around the old means. */
    #maximise(sums, means, scale) {
        const { covarianceType: type, regularization } = this.#options;
        const columns = sums[0].deviation.length;
        const weighed = sums.map((own) => ({ ...own, weight: Math.max(own.weight, LEAST_WEIGHT) }));
        const all = weighed.reduce((sum, { weight }) => sum + weight, 0);
        const covariances = estimate(type, weighed, regularization * scale * scale);
        const white = whitenings(type, covariances, sums.length, columns);
        if (!white) {
            throw new DataError("GaussianMixture.fit: a component's covariance is singular: give fewer components, a larger regularization, or covarianceType diag");
        }
        const components = {
            type,
            weights: Float64Array.from(weighed, ({ weight }) => weight / all),
            means: means.map((value, i) => {
                const { deviation, weight } = weighed[Math.floor(i / columns)];
                return value + deviation[i % columns] / weight;
            }),
            whitenings: white,
        };
        return { components, covariances };
    }
    async #expect(caller, x) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const { components, origin, scale, columns } = this.#result();
            const [, own] = checkMatrix(caller, x);
            if (own !== columns) {
                throw new ShapeError(`${caller}: x has ${own} columns, fit got ${columns}: give the same features`);
            }
            const row = __addDisposableResource(env_2, tensor(x.device, new Float32Array(origin), [1, columns]), false);
            const { x: moved, squares } = subtractRow(x, row, scale);
            const _ = __addDisposableResource(env_2, moved, false);
            squares.release();
            const blocks = await expectation(moved, components);
            for (const { first, logDensities } of blocks) {
                const bad = logDensities.findIndex((value) => Number.isNaN(value));
                if (bad >= 0) {
                    throw new DataError(`${caller}: row ${first + bad} of x holds NaN or infinite values: leave that row out`);
                }
            }
            return blocks;
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    #result() {
        if (!this.#fitted)
            throw new ArgumentError("GaussianMixture: there is no result yet: call fit first");
        return this.#fitted;
    }
}
/** The first of each row's most probable components. */
function mostProbable(blocks, rows) {
    const labels = new Int32Array(rows);
    for (const { first, count, responsibilities } of blocks) {
        const components = responsibilities.length / count;
        for (let row = 0; row < count; row++) {
            let best = 0;
            for (let k = 1; k < components; k++) {
                if (responsibilities[row * components + k] > responsibilities[row * components + best])
                    best = k;
            }
            labels[first + row] = best;
        }
    }
    return labels;
}
function joined(blocks, width, of) {
    const rows = blocks.reduce((sum, { count }) => sum + count, 0);
    const all = new Float32Array(rows * width);
    for (const block of blocks)
        all.set(of(block), block.first * width);
    return all;
}
registerEstimator({ kind: KIND, restore: GaussianMixture.restore });
clusteringMethods.add({
    name: "gmm",
    about: "fits Gaussian distributions by expectation-maximisation, with a variance of each column",
    takesClusters: true,
    // Features have more columns than there are images in a cluster: a full covariance says nothing, and takes minutes.
    create: ({ clusters, seed }) => new GaussianMixture({ components: clusters, covarianceType: "diag", seed }),
});
//# sourceMappingURL=gaussian_mixture.js.map