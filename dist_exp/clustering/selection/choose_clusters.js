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
/** How many clusters rows have, by several criteria at once. */
import { ArgumentError, DataError } from "../../errors.js";
import { Random, streamOf } from "../../random/philox.js";
import { unusableRow } from "../centring.js";
import { checkMatrix } from "../check_matrix.js";
import { criteriaOf } from "./criterion.js";
import "./criteria/index.js";
import { rowsOf } from "../kmeans/rows_of.js";
import { recommend } from "./recommend.js";
import { someRows } from "./sampling.js";
import { Study } from "./study.js";
/** Distances of all pairs of the sample are kept: 8 bytes for each, 64 MB. */
const SAMPLE = 4000;
const MOST_SAMPLE = 20_000;
const DEFAULT_TO = 20;
/**
 * Judges numbers of clusters for the rows of x [N, D], and recommends some:
 *
 * ```ts
 * const { recommended } = await chooseClusters(x, { to: 20 });
 * const labels = await new KMeans({ clusters: recommended[0].clusters }).fitPredict(x);
 * ```
 *
 * Partitions are those of k-means. A sample of the rows, its partitions, its distances and its graph of neighbours are
 * made once, and serve all criteria. What is recommended follows from their choices alone (`recommend`). Where no
 * criterion has a choice, `recommended` is empty: the rows show no clusters between `from` and `to`.
 *
 * Memory: a copy of the sample, and on the host 4 bytes for each pair of its rows, twice.
 * @throws {ArgumentError} if an option is out of its range.
 * @throws {ShapeError} if x is not a matrix of float32.
 * @throws {DataError} if x has fewer than 3 distinct rows, no more distinct rows than `to`, or values that are not finite.
 */
export async function chooseClusters(x, options = {}) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { seed = 0, from = 2, methods, sample = SAMPLE, signal = null, onProgress } = options;
        checkOptions({ ...options, from, seed, sample });
        const chosen = criteriaOf(methods);
        const [all] = checkMatrix("chooseClusters", x);
        const rows = someRows(all, sample, new Random(seed, streamOf("sample")));
        const x0 = __addDisposableResource(env_1, rowsOf(x, rows), false);
        const to = await lastOf(x0, x, from, options.to);
        const ks = Array.from({ length: to - from + 1 }, (_, i) => from + i);
        const study = new Study(x0, ks, seed, signal);
        const criteria = [];
        for (const [done, criterion] of chosen.entries()) {
            signal?.throwIfAborted();
            const { name, title, about, better, weight } = criterion;
            onProgress?.(done, chosen.length, title);
            const { values, choices, note } = await criterion.judge(study);
            criteria.push({
                ...{ name, title, about, better, weight, choices, note },
                values: values && Array.from(values),
            });
        }
        return { ks, criteria, recommended: recommend(ks, criteria), rows, partitions: await study.partitions() };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
function checkOptions({ from, to, seed, sample }) {
    const whole = (name, value, least, most) => {
        if (Number.isInteger(value) && value >= least && value <= most)
            return;
        throw new ArgumentError(`chooseClusters: ${name} is ${value}: give a whole number from ${least} to ${most}`);
    };
    whole("from", from, 2, MOST_SAMPLE);
    if (to !== undefined)
        whole("to", to, from, MOST_SAMPLE);
    whole("seed", seed, 0, 2 ** 32 - 1);
    whole("sample", sample, 3, MOST_SAMPLE);
}
/** The greatest number of clusters to judge. */
async function lastOf(sample, x, from, to) {
    const values = (await sample.data());
    if (!values.every(Number.isFinite))
        throw await unusableRow("chooseClusters", x);
    const columns = sample.shape[1];
    const distinct = distinctRows(values, columns);
    const most = distinct - 1;
    if (most < 2) {
        throw new DataError(`chooseClusters: x has ${distinct} distinct row${distinct === 1 ? "" : "s"}: give 3 or more to choose from`);
    }
    const last = to ?? Math.max(from, Math.min(DEFAULT_TO, most));
    if (last > most) {
        throw new DataError(`chooseClusters: ${distinct} distinct rows cannot tell ${last} clusters apart: give at most ${most} clusters, or more rows`);
    }
    return last;
}
function distinctRows(values, columns) {
    const seen = new Set();
    for (let at = 0; at < values.length; at += columns)
        seen.add(values.subarray(at, at + columns).join());
    return seen.size;
}
//# sourceMappingURL=choose_clusters.js.map