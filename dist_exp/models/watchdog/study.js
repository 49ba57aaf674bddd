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
/** What the checks share: a sample of the images, its classes, statistics and features, each made when asked for. */
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
import { DataError, ShapeError } from "../../errors.js";
import { imageFeatures } from "../../estimators/registry.js";
import "../../features/index.js";
import { Pca } from "../../features/pca/pca.js";
import { tensor } from "../../tensor/index.js";
import { Pipeline } from "../pipeline/index.js";
import { imageStatistics } from "./statistics.js";
import { supportOf } from "./support.js";
/** Neighbours that vote for a class. */
const NEIGHBOURS = 10;
/** Fewer images tell nothing by their neighbours. */
const FEWEST = 40;
/** Principal components of features. */
const COMPONENTS = 50;
/** Features of the images alone: whatever a clustering may rightly follow shows in one of them. */
const FEATURES = ["hog", "lbp", "moments", "pixels"];
export class WatchStudy {
    watched;
    #device;
    #signal;
    #statistics = null;
    #supports = null;
    #neighbours = new Map();
    constructor(watched, device, signal) {
        this.watched = watched;
        this.#device = device;
        this.#signal = signal;
    }
    /** Brightness, size of the object and the like. */
    get statistics() {
        this.#statistics ??= imageStatistics(this.watched.images);
        return this.#statistics;
    }
    /** How well the neighbours by a statistic tell the class. */
    async supportOfStatistic({ values, columns }) {
        return this.#support(await this.#nearest(values, columns));
    }
    /** How well the neighbours by each feature tell the class, best first. */
    supports() {
        this.#supports ??= this.#supportsOfAll();
        return this.#supports;
    }
    async #supportsOfAll() {
        const found = [];
        for (const feature of FEATURES) {
            const support = this.#support(await this.neighbours(feature));
            if (support)
                found.push({ feature, ...support });
        }
        return found.sort((a, b) => b.kappa - a.kappa);
    }
    /** The nearest images by a feature; null where the images are too small for it, or too few. */
    neighbours(feature) {
        let found = this.#neighbours.get(feature);
        if (!found) {
            found = this.#describe(feature);
            this.#neighbours.set(feature, found);
        }
        return found;
    }
    async #describe(feature) {
        this.#signal?.throwIfAborted();
        const { images } = this.watched;
        if (images.count < FEWEST)
            return null;
        const described = new Pipeline([["features", imageFeatures.get(feature).create({ seed: 0 })]], {
            device: this.#device,
        });
        try {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const { rows, columns, data } = await (await described.fit(images)).transform(images);
                const x = __addDisposableResource(env_1, tensor(this.#device, data, [rows, columns]), false);
                const pca = await new Pca({ components: Math.min(COMPONENTS, columns, rows - 1) }).fit(x);
                const reduced = __addDisposableResource(env_1, await pca.transform(x), false);
                return await kNeighbours("watchClustering", reduced, Math.min(NEIGHBOURS, rows - 1));
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                __disposeResources(env_1);
            }
        }
        catch (error) {
            // Features have least sizes of images, which tiny ones do not reach.
            if (error instanceof ShapeError || error instanceof DataError)
                return null;
            throw error;
        }
        finally {
            await described.close();
        }
    }
    async #nearest(values, columns) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const rows = this.watched.images.count;
            if (rows < FEWEST)
                return null;
            const x = __addDisposableResource(env_2, tensor(this.#device, values, [rows, columns]), false);
            return await kNeighbours("watchClustering", x, NEIGHBOURS);
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    #support(neighbours) {
        return neighbours && supportOf(this.watched.assignments, this.watched.clusters, neighbours);
    }
}
//# sourceMappingURL=study.js.map