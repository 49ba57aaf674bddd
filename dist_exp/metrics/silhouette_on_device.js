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
/** The silhouette of rows in device memory. */
import { ShapeError } from "../errors.js";
import { DISTANCE_SUM_BLOCK, distanceSums } from "../kernels/distance_sums.js";
import { empty, show, tensor } from "../tensor/index.js";
import { checkPoints } from "./points.js";
import { mean, numberClusters, widthOf } from "./silhouette.js";
/** Numbers that the device holds for the host at most. */
const MOST_SUMS = 2 ** 24;
/**
 * {@link silhouetteScore} and its values for each row, of rows on a device: scikit-learn's `silhouette_score` and
 * `silhouette_samples`, euclidean. Distances are float32, from differences; their sums float64 from parts of 256.
 *
 * O(N^2 D) time; N (N / 256 + K) numbers are read, in parts.
 *
 * @param x `[N, D]`, finite.
 * @param clusters N clusters, any int32; noise (-1) counts as a cluster.
 * @throws {ShapeError} If x is not a matrix of float32, or x and `clusters` disagree on N.
 * @throws {ArgumentError} If a value is not finite, or the rows are not in 2 to N - 1 clusters.
 */
export async function silhouette(x, clusters) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        if (x.shape.length !== 2 || x.dtype !== "f32") {
            throw new ShapeError(`silhouette: x is ${show(x.shape)} of ${x.dtype}: give float32 rows, [N, D]`);
        }
        const [rows, cols] = x.shape;
        const values = (await x.data());
        checkPoints("silhouette", values, cols, clusters);
        const { clusterOf, sizes } = numberClusters("silhouette", clusters);
        // Rows of one cluster after another, at a scale where squares neither overflow nor vanish.
        const starts = new Int32Array(sizes.length);
        for (let k = 1; k < sizes.length; k++)
            starts[k] = starts[k - 1] + sizes[k - 1];
        const next = starts.slice();
        const place = clusterOf.map((k) => next[k]++);
        let largest = 0;
        for (const value of values)
            largest = Math.max(largest, Math.abs(value));
        const scale = largest > 0 ? 2 ** -Math.floor(Math.log2(largest)) : 1;
        const ordered = new Float32Array(values.length);
        for (let row = 0; row < rows; row++) {
            for (let c = 0; c < cols; c++)
                ordered[place[row] * cols + c] = scale * values[row * cols + c];
        }
        const points = __addDisposableResource(env_1, tensor(x.device, ordered, [rows, cols]), false);
        // By places; the smallest mean distance to another cluster.
        const own = new Float64Array(rows);
        const other = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
        for (const part of parts(sizes, rows)) {
            for (const { k, sums } of await sumsOf(points, part, starts, sizes)) {
                for (let i = 0; i < rows; i++) {
                    let sum = 0;
                    for (let at = i; at < sums.length; at += rows)
                        sum += sums[at];
                    const inside = i >= starts[k] && i < starts[k] + sizes[k];
                    if (inside)
                        own[i] = sum / (sizes[k] - 1);
                    else if (sum / sizes[k] < other[i])
                        other[i] = sum / sizes[k];
                }
            }
        }
        const samples = new Float64Array(rows);
        for (let row = 0; row < rows; row++) {
            const at = place[row];
            samples[row] = sizes[clusterOf[row]] === 1 ? 0 : widthOf(own[at], other[at]);
        }
        return { score: mean(samples), samples };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
const blocksOf = (size) => Math.ceil(size / DISTANCE_SUM_BLOCK);
/** Consecutive clusters whose sums fit into memory together. */
function parts(sizes, rows) {
    const all = [];
    let blocks = Number.POSITIVE_INFINITY;
    for (const [k, size] of sizes.entries()) {
        blocks += blocksOf(size);
        if (blocks * rows > MOST_SUMS) {
            all.push([]);
            blocks = blocksOf(size);
        }
        all.at(-1).push(k);
    }
    return all;
}
/** The sums of the distances of all points to those of some clusters, [blocks, N] each. */
async function sumsOf(points, part, starts, sizes) {
    const { device } = points;
    const [rows, cols] = points.shape;
    const made = part.map((k) => {
        const sums = empty(device, [blocksOf(sizes[k]), rows]);
        device.record(distanceSums, { x: points.slice, sums: sums.slice }, { rows, cols, first: starts[k], count: sizes[k] });
        return { k, sums };
    });
    try {
        return await Promise.all(made.map(async ({ k, sums }) => ({ k, sums: await sums.data() })));
    }
    finally {
        for (const { sums } of made)
            sums.release();
    }
}
//# sourceMappingURL=silhouette_on_device.js.map