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
/** k-means on the pixels themselves: what clustering reaches without learned features. */
import { KMeans } from "../../clustering/kmeans/kmeans.js";
import { openDevice } from "../../device/node/index.js";
import { tensor } from "../../tensor/index.js";
import { pixelColumns, scaledPixels } from "../pixels.js";
import { registerLearner } from "../registry.js";
/** Starts of which the best is kept, as in the README's table of k-means on pixels. */
const STARTS = 10;
registerLearner({
    name: "kmeans",
    about: `k-means on pixels, the best of ${STARTS} starts`,
    supervised: false,
    byDefault: true,
    learningRate: null,
    async create({ classes, seed, device: choice }) {
        const device = await openDevice(choice);
        const kmeans = new KMeans({ clusters: classes, nInit: STARTS, seed });
        return {
            async fit(images) {
                const env_1 = { stack: [], error: void 0, hasError: false };
                try {
                    const x = __addDisposableResource(env_1, tensor(device, scaledPixels(images), [images.count, pixelColumns(images)]), false);
                    await kmeans.fit(x);
                }
                catch (e_1) {
                    env_1.error = e_1;
                    env_1.hasError = true;
                }
                finally {
                    __disposeResources(env_1);
                }
            },
            async predict(images) {
                const env_2 = { stack: [], error: void 0, hasError: false };
                try {
                    const x = __addDisposableResource(env_2, tensor(device, scaledPixels(images), [images.count, pixelColumns(images)]), false);
                    return await kmeans.predict(x);
                }
                catch (e_2) {
                    env_2.error = e_2;
                    env_2.hasError = true;
                }
                finally {
                    __disposeResources(env_2);
                }
            },
            get parameters() {
                return kmeans.clusterCenters.length;
            },
            async close() {
                device.close();
            },
        };
    },
});
//# sourceMappingURL=kmeans.js.map