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
import { adjustedRandIndex } from "../../../metrics/agreement.js";
import { KMeans } from "../../kmeans/kmeans.js";
import { peaks, registerCriterion } from "../criterion.js";
const MOST_ROWS = 1500;
const PAIRS = 6;
/** The share of the rows that both subsamples of a pair have, and the share that each has beyond it. */
const SHARED = 0.6;
const RUNS = 2;
/**
 * A. Ben-Hur, A. Elisseeff and I. Guyon, "A stability based method for discovering structure in clustered data",
 * Pacific Symposium on Biocomputing (2002): pairs of subsamples of 80 % of the rows are clustered, and the labels of
 * the rows that both have are compared. Agreement is the adjusted Rand index, which is 0 by chance for every K.
 */
registerCriterion({
    name: "stability",
    title: "Stability",
    about: "agreement of the clusters of two subsamples, 1 where they are the same",
    better: "higher",
    weight: 0.5,
    async judge(study) {
        const { ks, seed } = study;
        const random = study.random("stability");
        const rows = Math.min(study.rows, MOST_ROWS);
        const shared = Math.round(SHARED * rows);
        const own = Math.floor((rows - shared) / 2);
        const sums = new Float64Array(ks.length);
        for (let pair = 0; pair < PAIRS; pair++) {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const order = new Uint32Array(random.permutation(study.rows));
                // The shared rows come first in both.
                const both = order.slice(0, shared);
                const first = __addDisposableResource(env_1, study.gather(Uint32Array.from([...both, ...order.slice(shared, shared + own)])), false);
                const second = __addDisposableResource(env_1, study.gather(Uint32Array.from([...both, ...order.slice(shared + own, shared + 2 * own)])), false);
                for (const [i, clusters] of ks.entries()) {
                    study.throwIfAborted();
                    if (clusters > shared + own)
                        continue;
                    const labels = async (x, start) => (await new KMeans({ clusters, nInit: RUNS, seed: start >>> 0 }).fitPredict(x)).subarray(0, shared);
                    const one = await labels(first, seed + 2 * pair);
                    const other = await labels(second, seed + 2 * pair + 1);
                    sums[i] += adjustedRandIndex(one, other) / PAIRS;
                }
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                __disposeResources(env_1);
            }
        }
        return peaks(ks, sums, "higher");
    },
});
//# sourceMappingURL=stability.js.map