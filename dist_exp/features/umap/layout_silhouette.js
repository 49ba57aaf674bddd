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
/** A criterion of `chooseClusters`: silhouettes of the places that UMAP gives the rows. */
import { pairwiseDistances } from "../../clustering/agglomerative/pairs.js";
import { KMeans } from "../../clustering/kmeans/kmeans.js";
import { peaks, registerCriterion } from "../../clustering/selection/criterion.js";
import { someRows } from "../../clustering/selection/sampling.js";
import { meanSilhouette } from "../../clustering/selection/silhouette.js";
import { Umap } from "./umap.js";
const MOST_ROWS = 2000;
/** Fewer rows have too few neighbours to lay out. */
const LEAST_ROWS = 16;
/** Enough columns to keep clusters apart, few enough for distances to tell. */
const LAYOUT = { components: 5, minDist: 0, epochs: 500, negativeSamples: 5 };
const RUNS = 8;
/** The criterion's name. */
export const LAYOUT_SILHOUETTE = "umap-silhouette";
/**
 * McInnes, Healy and Melville (2018) and Rousseeuw (1987): in many columns all distances are nearly equal, and the
 * silhouette is near 0 for each K. UMAP draws rows of one dense region together, whatever its shape; clusters of the
 * places are those of k-means.
 */
registerCriterion({
    name: LAYOUT_SILHOUETTE,
    title: "Silhouette after UMAP",
    about: "the silhouette of clusters of the places that UMAP gives the rows, -1 to 1",
    better: "higher",
    weight: 2,
    async judge(study) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { ks, seed } = study;
            if (study.rows < LEAST_ROWS) {
                return { values: null, choices: [], note: `It takes ${LEAST_ROWS} rows or more.` };
            }
            const x = __addDisposableResource(env_1, study.gather(someRows(study.rows, MOST_ROWS, study.random("umap-silhouette"))), false);
            const places = __addDisposableResource(env_1, await new Umap({ ...LAYOUT, seed }).fitTransform(x), false);
            const pairs = await pairwiseDistances("chooseClusters", places);
            const values = new Float64Array(ks.length);
            for (const [i, clusters] of ks.entries()) {
                study.throwIfAborted();
                if (clusters > pairs.rows) {
                    values[i] = Number.NaN;
                    continue;
                }
                const { labels } = await new KMeans({ clusters, nInit: RUNS, seed }).fit(places);
                values[i] = meanSilhouette(pairs, labels, clusters);
            }
            return peaks(ks, values, "higher");
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
//# sourceMappingURL=layout_silhouette.js.map