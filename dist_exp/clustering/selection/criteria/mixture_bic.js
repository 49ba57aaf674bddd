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
import { DataError } from "../../../errors.js";
import { total } from "../../centring.js";
import { parameterCount } from "../../mixture/covariance.js";
import { GaussianMixture } from "../../mixture/gaussian_mixture.js";
import { peaks, registerCriterion } from "../criterion.js";
import { someRows } from "../sampling.js";
const MOST_ROWS = 2000;
const MOST_ITERATIONS = 30;
/** Of the columns' mean variance: keeps components of few rows regular. */
const REGULARIZATION = 1e-3;
/**
 * G. Schwarz, "Estimating the dimension of a model", Annals of Statistics 6 (1978), of mixtures of Gaussians (Fraley and
 * Raftery, Computer Journal 41, 1998).
 */
registerCriterion({
    name: "bic",
    title: "BIC of mixtures",
    about: "Bayesian information criterion of mixtures of Gaussians",
    better: "lower",
    weight: 1,
    async judge(study) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { ks, seed, columns } = study;
            const x = __addDisposableResource(env_1, study.gather(someRows(study.rows, MOST_ROWS, study.random("bic"))), false);
            const rows = x.shape[0];
            const covarianceType = typeFor(rows, ks.at(-1), columns);
            const regularization = Math.max(Number.MIN_VALUE, REGULARIZATION * variance((await x.data()), columns));
            const values = new Float64Array(ks.length);
            for (const [i, components] of ks.entries()) {
                study.throwIfAborted();
                values[i] = await new GaussianMixture({
                    ...{ components, covarianceType, regularization, seed, maxIterations: MOST_ITERATIONS },
                })
                    .fit(x)
                    .then((mixture) => mixture.bic(x))
                    // A covariance that stays singular has no density: this K has no value.
                    .catch((error) => {
                    if (error instanceof DataError)
                        return Number.NaN;
                    throw error;
                });
            }
            return peaks(ks, values, "lower");
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    },
});
/** The richest covariances that the rows can tell: two rows for each number of "full", half a row for one of "diag". */
function typeFor(rows, components, columns) {
    if (2 * parameterCount("full", components, columns) <= rows)
        return "full";
    return parameterCount("diag", components, columns) <= 2 * rows ? "diag" : "spherical";
}
/** The columns' mean variance. */
function variance(values, columns) {
    const rows = values.length / columns;
    const means = new Float64Array(columns);
    for (let i = 0; i < values.length; i++)
        means[i % columns] += values[i] / rows;
    return total(Float64Array.from(values, (value, i) => (value - means[i % columns]) ** 2)) / values.length;
}
//# sourceMappingURL=mixture_bic.js.map