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
/** Clusters of new rows by the fitted rows nearest to them. */
import { kNeighboursOf } from "../../clustering/neighbours/k_neighbours.js";
import { tensor } from "../../tensor/index.js";
/** Fitted rows that vote on a new one, as scikit-learn's KNeighborsClassifier has it by default. */
const VOTERS = 5;
/** The share of each cluster, then of noise, where there is some, among the nearest fitted rows of each row of x. */
export async function voteShares(x, { columns, data }, labels, classes) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const fitted = __addDisposableResource(env_1, tensor(x.device, data, [labels.length, columns]), false);
        const voters = Math.min(VOTERS, labels.length);
        const { indices } = await kNeighboursOf("Pipeline.predict", x, fitted, voters);
        const shares = new Float32Array(x.shape[0] * classes);
        indices.forEach((voter, i) => {
            const label = labels[voter];
            shares[Math.floor(i / voters) * classes + (label < 0 ? classes - 1 : label)] += 1;
        });
        return shares.map((votes) => votes / voters);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/**
 * Memberships of rows in clusters with centres, from the distances [N, K] to them: in proportion to d^-2, as fuzzy
 * c-means has them for m = 2 (Bezdek 1981). A row on a centre belongs to that alone.
 */
export function memberships(distances, clusters) {
    const shares = new Float32Array(distances.length);
    for (let begin = 0; begin < distances.length; begin += clusters) {
        const row = distances.subarray(begin, begin + clusters);
        const nearest = row.reduce((least, distance) => Math.min(least, distance), Number.POSITIVE_INFINITY);
        // Ratios to the least distance neither leave float64 nor divide by 0, but for a row on a centre.
        const weights = Array.from(row, (distance) => (distance === nearest ? 1 : (nearest / distance) ** 2));
        const sum = weights.reduce((total, weight) => total + weight, 0);
        weights.forEach((weight, cluster) => {
            shares[begin + cluster] = weight / sum;
        });
    }
    return shares;
}
//# sourceMappingURL=votes.js.map