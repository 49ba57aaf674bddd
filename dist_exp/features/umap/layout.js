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
/** Moving places so that rows that belong together lie together. */
import { umapStep } from "../../kernels/umap.js";
import { empty, tensor } from "../../tensor/index.js";
/** Edges of weighted ones, without those that no epoch would use. */
export function edgesOf(starts, columns, weights, epochs) {
    let largest = 0;
    for (let e = 0; e < weights.length; e++)
        largest = Math.max(largest, weights[e]);
    const kept = new Uint32Array(starts.length);
    const targets = new Uint32Array(weights.length);
    const chance = new Float32Array(weights.length);
    let count = 0;
    for (let row = 0; row + 1 < starts.length; row++) {
        for (let e = starts[row]; e < starts[row + 1]; e++) {
            if (!(weights[e] * epochs >= largest))
                continue;
            targets[count] = columns[e];
            chance[count++] = weights[e] / largest;
        }
        kept[row + 1] = count;
    }
    return { starts: kept, targets: targets.slice(0, count), chance: chance.slice(0, count) };
}
/** Epochs that are queued before the device has to catch up. */
const QUEUED = 50;
/**
 * Places [N, C] after `epochs` epochs, from `start` (released), among `anchors` that stay; among each other where that
 * is null: each edge then pulls twice, since umap-learn moves both of its ends. The caller releases the result.
 */
export async function layOut(start, anchors, { starts, targets, chance }, { a, b, epochs, rate, negativeSamples, seed }) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { device } = start;
        const [rows, components] = start.shape;
        if (targets.length === 0)
            return start;
        const startsOnDevice = __addDisposableResource(env_1, tensor(device, starts, [starts.length]), false);
        const targetsOnDevice = __addDisposableResource(env_1, tensor(device, targets, [targets.length]), false);
        const chances = __addDisposableResource(env_1, tensor(device, chance, [chance.length]), false);
        let [places, moved] = [start, empty(device, start.shape)];
        try {
            for (let epoch = 0; epoch < epochs; epoch++) {
                const others = anchors ?? places;
                device.record(umapStep, {
                    y: places.slice,
                    z: others.slice,
                    starts: startsOnDevice.slice,
                    targets: targetsOnDevice.slice,
                    chance: chances.slice,
                    moved: moved.slice,
                }, {
                    rows,
                    others: others.shape[0],
                    edges: targets.length,
                    components,
                    epoch,
                    negatives: negativeSamples,
                    seed,
                    a,
                    b,
                    rate: rate * (1 - epoch / epochs),
                    pull: anchors ? 1 : 2,
                });
                [places, moved] = [moved, places];
                if (epoch % QUEUED === QUEUED - 1)
                    await device.sync();
            }
            await device.sync();
        }
        catch (error) {
            places.release();
            throw error;
        }
        finally {
            moved.release();
        }
        return places;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
//# sourceMappingURL=layout.js.map