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
/** What mini-batch k-means does with one batch. */
import { kmeansAssign, kmeansUpdate } from "../../kernels/kmeans.js";
import { empty, tensor } from "../../tensor/index.js";
import { centre, subtractRow, total } from "../centring.js";
import { rowsOf } from "./rows_of.js";
import { kMeansPlusPlus } from "./seeding.js";
/** Centres of k-means++ among the rows of a sample, or those given. */
export async function firstCenters(sample, scale, clusters, init, random) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const cols = sample.shape[1];
        const zero = __addDisposableResource(env_1, tensor(sample.device, new Float32Array(cols), [1, cols]), false);
        const { x: scaled, squares } = subtractRow(sample, zero, scale);
        const _ = __addDisposableResource(env_1, scaled, false);
        squares.release();
        const { x, origin, scale: more } = await centre("MiniBatchKMeans.fit", scaled);
        const centred = __addDisposableResource(env_1, x, false);
        const place = { origin, scale: scale * more };
        if (typeof init !== "string") {
            const centers = Float32Array.from(init, (value, i) => place.scale * value - origin[i % cols]);
            return { ...place, centers };
        }
        const start = __addDisposableResource(env_1, rowsOf(centred, await kMeansPlusPlus(centred, clusters, random)), false);
        return { ...place, centers: (await start.data()) };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** The nearest centre of each row. */
export async function assign(rows, placed) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const run = __addDisposableResource(env_2, new Batch(rows, placed), false);
        return run.assignment();
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        __disposeResources(env_2);
    }
}
/**
 * Moves each centre towards the mean of the batch's rows that are nearest to it, by their share of all rows that it
 * got so far: it stays the mean of those.
 */
export async function moveToBatch(rows, placed) {
    const env_3 = { stack: [], error: void 0, hasError: false };
    try {
        const run = __addDisposableResource(env_3, new Batch(rows, placed), false);
        const [assignment, { means, counts }] = await Promise.all([run.assignment(), run.means()]);
        const { centers, counts: all } = placed;
        const cols = centers.length / all.length;
        for (const [cluster, count] of counts.entries()) {
            if (count === 0)
                continue;
            all[cluster] += count;
            const share = count / all[cluster];
            for (let i = cluster * cols; i < (cluster + 1) * cols; i++) {
                centers[i] += share * (means[i] - centers[i]);
            }
        }
        return assignment;
    }
    catch (e_3) {
        env_3.error = e_3;
        env_3.hasError = true;
    }
    finally {
        __disposeResources(env_3);
    }
}
/**
 * Centres with fewer rows than a share of what the largest has begin again at rows of the batch, with as many rows as
 * the least of the others; half as many as the batch has rows at most, the lightest first.
 */
export async function replaceLight(rows, { centers, origin, scale, counts }, ratio, random) {
    const env_4 = { stack: [], error: void 0, hasError: false };
    try {
        const most = ratio * counts.reduce((a, b) => Math.max(a, b));
        const cols = origin.length;
        const light = Array.from(counts.keys())
            .filter((cluster) => counts[cluster] < most)
            .sort((a, b) => counts[a] - counts[b] || a - b)
            .slice(0, Math.floor(rows.shape[0] / 2));
        if (light.length === 0)
            return;
        const chosen = __addDisposableResource(env_4, rowsOf(rows, random.permutation(rows.shape[0]).slice(0, light.length)), false);
        const values = await chosen.data();
        const replaced = new Set(light);
        const least = counts.reduce((a, b, cluster) => (replaced.has(cluster) ? a : Math.min(a, b)), Infinity);
        for (const [i, cluster] of light.entries()) {
            counts[cluster] = least;
            for (let c = 0; c < cols; c++)
                centers[cluster * cols + c] = scale * values[i * cols + c] - origin[c];
        }
    }
    catch (e_4) {
        env_4.error = e_4;
        env_4.hasError = true;
    }
    finally {
        __disposeResources(env_4);
    }
}
/** Rows and centres on the device, the rows moved and scaled as the centres are. */
class Batch {
    #x;
    #centers;
    #label;
    #distance;
    #counts;
    #params;
    constructor(rows, { centers, origin, scale }) {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const { device } = rows;
            const [count, cols] = rows.shape;
            const clusters = centers.length / cols;
            this.#params = { rows: count, cols, clusters };
            const row = __addDisposableResource(env_5, tensor(device, new Float32Array(origin), [1, cols]), false);
            const { x, squares } = subtractRow(rows, row, scale);
            squares.release();
            this.#x = x;
            this.#centers = tensor(device, new Float32Array(centers), [clusters, cols]);
            this.#label = empty(device, [count], "u32");
            this.#distance = empty(device, [count]);
            this.#counts = empty(device, [clusters], "u32");
            device.record(kmeansAssign, {
                x: x.slice,
                centers: this.#centers.slice,
                label: this.#label.slice,
                distance: this.#distance.slice,
            }, this.#params);
        }
        catch (e_5) {
            env_5.error = e_5;
            env_5.hasError = true;
        }
        finally {
            __disposeResources(env_5);
        }
    }
    async assignment() {
        const [labels, distances] = await Promise.all([this.#label.data(), this.#distance.data()]);
        return { labels: new Int32Array(labels.buffer), inertia: total(distances) };
    }
    /** The mean of each centre's rows, [K, D], and their numbers. */
    async means() {
        this.#x.device.record(kmeansUpdate, {
            x: this.#x.slice,
            label: this.#label.slice,
            centers: this.#centers.slice,
            counts: this.#counts.slice,
        }, this.#params);
        const [means, counts] = await Promise.all([this.#centers.data(), this.#counts.data()]);
        return { means, counts };
    }
    [Symbol.dispose]() {
        const all = [this.#x, this.#centers, this.#label, this.#distance, this.#counts];
        for (const tensor of all)
            tensor.release();
    }
}
//# sourceMappingURL=batch_step.js.map