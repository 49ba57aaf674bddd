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
import { symmetricEigen } from "../../../linalg/eigen.js";
import { tensor } from "../../../tensor/index.js";
import { KMeans } from "../../kmeans/kmeans.js";
import { peaks, registerCriterion } from "../criterion.js";
import { someRows } from "../sampling.js";
/** Rows, reference sets and starts of k-means: as many runs as reference sets times numbers of clusters. */
const MOST_ROWS = 1000;
const REFERENCES = 10;
const RUNS = 2;
/** Above this, the box lies along the columns (the authors' first choice), and no eigenvectors are needed. */
const MOST_COLUMNS = 256;
/**
 * R. Tibshirani, G. Walther and T. Hastie, "Estimating the number of clusters in a data set via the gap statistic",
 * Journal of the Royal Statistical Society B 63 (2001): how much smaller log W is than for rows that are uniform in a
 * box along the principal axes. Chosen is the least K whose gap is at least that of K + 1 less its standard error.
 */
registerCriterion({
    name: "gap",
    title: "Gap statistic",
    about: "how much tighter clusters are than those of rows without clusters",
    better: "higher",
    weight: 1,
    async judge(study) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { ks, seed, columns } = study;
            const random = study.random("gap");
            const chosen = someRows(study.rows, MOST_ROWS, random);
            const x = __addDisposableResource(env_1, study.gather(chosen), false);
            const box = boundingBox((await x.data()), columns);
            const inertias = async (rows) => {
                const all = [];
                for (const clusters of ks) {
                    study.throwIfAborted();
                    const { inertia } = await new KMeans({ clusters, nInit: RUNS, seed }).fit(rows);
                    all.push(Math.log(Math.max(inertia, Number.MIN_VALUE)));
                }
                return all;
            };
            const own = await inertias(x);
            const references = [];
            for (let reference = 0; reference < REFERENCES; reference++) {
                const env_2 = { stack: [], error: void 0, hasError: false };
                try {
                    const rows = __addDisposableResource(env_2, tensor(x.device, uniform(box, chosen.length, random), [chosen.length, columns]), false);
                    references.push(await inertias(rows));
                }
                catch (e_1) {
                    env_2.error = e_1;
                    env_2.hasError = true;
                }
                finally {
                    __disposeResources(env_2);
                }
            }
            const gaps = new Float64Array(ks.length);
            const errors = new Float64Array(ks.length);
            for (const i of ks.keys()) {
                const logs = references.map((logsOf) => logsOf[i]);
                const mean = logs.reduce((sum, log) => sum + log, 0) / REFERENCES;
                const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / REFERENCES;
                gaps[i] = mean - own[i];
                errors[i] = Math.sqrt(variance * (1 + 1 / REFERENCES));
            }
            const first = ks.findIndex((_, i) => i + 1 < ks.length && gaps[i] >= gaps[i + 1] - errors[i + 1]);
            if (first < 0) {
                return {
                    values: gaps,
                    choices: [],
                    note: `The gap grows up to the last number of clusters, ${ks.at(-1)}.`,
                };
            }
            const others = peaks(ks, gaps, "higher").choices.filter((k) => k !== ks[first]);
            return { values: gaps, choices: [ks[first], ...others], note: null };
        }
        catch (e_2) {
            env_1.error = e_2;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    },
});
/** The extent of the rows along their principal axes. k-means does not ask how the axes lie in space. */
function boundingBox(values, columns) {
    const rows = values.length / columns;
    const axes = columns <= MOST_COLUMNS ? principalAxes(values, columns) : null;
    const low = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
    const high = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
    for (let row = 0; row < rows; row++) {
        for (let axis = 0; axis < columns; axis++) {
            let place = 0;
            if (axes === null)
                place = values[row * columns + axis];
            else
                for (let c = 0; c < columns; c++)
                    place += axes[axis * columns + c] * values[row * columns + c];
            low[axis] = Math.min(low[axis], place);
            high[axis] = Math.max(high[axis], place);
        }
    }
    return { low, high };
}
function principalAxes(values, columns) {
    const rows = values.length / columns;
    const means = new Float64Array(columns);
    for (let i = 0; i < values.length; i++)
        means[i % columns] += values[i] / rows;
    const covariance = new Float64Array(columns * columns);
    for (let row = 0; row < rows; row++) {
        for (let i = 0; i < columns; i++) {
            const deviation = values[row * columns + i] - means[i];
            for (let j = 0; j <= i; j++) {
                covariance[i * columns + j] += deviation * (values[row * columns + j] - means[j]);
            }
        }
    }
    return symmetricEigen(covariance, columns).vectors;
}
function uniform({ low, high }, rows, random) {
    const columns = low.length;
    return Float32Array.from({ length: rows * columns }, (_, i) => {
        const axis = i % columns;
        return low[axis] + random.uniform() * (high[axis] - low[axis]);
    });
}
//# sourceMappingURL=gap.js.map