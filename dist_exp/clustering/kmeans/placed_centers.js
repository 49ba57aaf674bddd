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
/** Centres in the place where distances keep their digits, and how rows compare with them. */
import { ShapeError } from "../../errors.js";
import { fill } from "../../kernels/fill.js";
import { DISTANCE_BLOCK, kmeansAssign, kmeansDistances } from "../../kernels/kmeans.js";
import { empty, tensor } from "../../tensor/index.js";
import { magnitude, scaleFor, subtractRow, unusableRow } from "../centring.js";
import { checkMatrix } from "../check_matrix.js";
/** Distances that `distancesToCenters` computes at a time. */
const DISTANCE_ELEMENTS = 2 ** 24;
/** The centres [K, D] where the data lie. */
export function unplaced({ centers, origin, scale }) {
    return centers.map((value, i) => (value + origin[i % origin.length]) / scale);
}
/** @throws {ShapeError} if x is not a matrix of float32 with so many columns. */
export function checkColumns(caller, x, columns) {
    const [, cols] = checkMatrix(caller, x);
    if (cols === columns)
        return;
    throw new ShapeError(`${caller}: x has ${cols} columns, fit got ${columns}: give the same features`);
}
/**
 * The nearest centre of each row of x [N, D].
 * @throws {DataError} if values of x are not finite.
 */
export function nearestCenters(caller, x, placed) {
    return compare(caller, x, placed, async ({ x, centers }) => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const [rows, cols] = x.shape;
            const label = __addDisposableResource(env_1, empty(x.device, [rows], "u32"), false);
            const distance = __addDisposableResource(env_1, empty(x.device, [rows]), false);
            x.device.record(kmeansAssign, { x: x.slice, centers: centers.slice, label: label.slice, distance: distance.slice }, { rows, cols, clusters: centers.shape[0] });
            const [labels, distances] = await Promise.all([label.data(), distance.data()]);
            return { values: new Int32Array(labels.buffer), distances: distances };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    });
}
/**
 * The Euclidean distances of the rows of x [N, D] to the centres, [N, K].
 * @throws {DataError} if values of x are not finite.
 */
export function distancesToCenters(caller, x, placed) {
    return compare(caller, x, placed, async (own) => {
        const distances = await allDistances(own);
        return { values: distances, distances };
    });
}
/** Infinite where squares leave float32. */
async function allDistances({ x, centers, scale }) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const clusters = centers.shape[0];
        const { device } = x;
        const [rows, cols] = x.shape;
        const blocks = Math.ceil(rows / DISTANCE_BLOCK);
        const padded = blocks * DISTANCE_BLOCK;
        const group = Math.min(clusters, Math.max(1, Math.floor(DISTANCE_ELEMENTS / padded)));
        const closest = __addDisposableResource(env_2, empty(device, [padded]), false);
        device.record(fill, { y: closest.slice }, { count: padded, value: Number.POSITIVE_INFINITY });
        const distance = __addDisposableResource(env_2, empty(device, [group, padded]), false);
        const sums = __addDisposableResource(env_2, empty(device, [group, blocks]), false);
        const distances = new Float32Array(rows * clusters);
        for (let first = 0; first < clusters; first += group) {
            const env_3 = { stack: [], error: void 0, hasError: false };
            try {
                const candidates = Math.min(group, clusters - first);
                const index = __addDisposableResource(env_3, tensor(device, Uint32Array.from({ length: candidates }, (_, i) => first + i), [candidates]), false);
                device.record(kmeansDistances, {
                    x: x.slice,
                    source: centers.slice,
                    index: index.slice,
                    closest: closest.slice,
                    distance: distance.slice,
                    sums: sums.slice,
                }, { rows, cols, points: clusters, candidates });
                const squares = await distance.data();
                for (let i = 0; i < candidates; i++) {
                    for (let n = 0; n < rows; n++) {
                        distances[n * clusters + first + i] = Math.sqrt(squares[i * padded + n]) / scale;
                    }
                }
            }
            catch (e_2) {
                env_3.error = e_2;
                env_3.hasError = true;
            }
            finally {
                __disposeResources(env_3);
            }
        }
        return distances;
    }
    catch (e_3) {
        env_2.error = e_3;
        env_2.hasError = true;
    }
    finally {
        __disposeResources(env_2);
    }
}
/**
 * Places rows and centres as `fit` had them and computes with them; where that leaves float32, because rows
 * are much larger than those `fit` got, takes what comes out with rows and centres at those rows' scale.
 */
async function compare(caller, x, { centers, origin, scale }, compute) {
    const columns = origin.length;
    const attempt = async (factor) => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const rescaled = (values) => values.map((value) => value * factor);
            const row = __addDisposableResource(env_4, tensor(x.device, rescaled(origin), [1, columns]), false);
            const centerRows = __addDisposableResource(env_4, tensor(x.device, rescaled(centers), [centers.length / columns, columns]), false);
            const { x: moved, squares } = subtractRow(x, row, scale * factor);
            squares.release();
            const _ = __addDisposableResource(env_4, moved, false);
            return compute({ x: moved, centers: centerRows, scale: scale * factor });
        }
        catch (e_4) {
            env_4.error = e_4;
            env_4.hasError = true;
        }
        finally {
            __disposeResources(env_4);
        }
    };
    const { values, distances } = await attempt(1);
    if (distances.every(Number.isFinite))
        return values;
    const largest = await magnitude(x);
    if (!Number.isFinite(largest))
        throw await unusableRow(caller, x);
    const rescaled = await attempt(scaleFor(scale * largest, scale));
    return values.map((value, i) => (Number.isFinite(distances[i]) ? value : rescaled.values[i]));
}
//# sourceMappingURL=placed_centers.js.map