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
/** Exact nearest neighbours by Euclidean distance. */
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import { show } from "../../tensor/index.js";
import { moveBy, nearOrigin, unusableRow } from "../centring.js";
import { checkMatrix } from "../check_matrix.js";
import { nearestPoints } from "./candidates.js";
import { Measure } from "./measure.js";
/**
 * The k nearest other rows of each row of x [N, D]: the same as by float64 distances of all pairs. Products are
 * float32, on the device; the order of rows that rounding may have decided is measured again in float64.
 *
 * Memory on the host: two copies of x, and N k numbers.
 * @throws {ShapeError} if x is not a matrix of float32.
 * @throws {ArgumentError} if k is not a whole number from 1 up.
 * @throws {DataError} if x has k rows or fewer, or values that are not finite.
 */
export async function kNeighbours(caller, x, k) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const [rows] = checkMatrix(caller, x);
        checkCount(caller, k, rows - 1, "other rows");
        const { x: moved, around, scale } = await nearOrigin(caller, x);
        const _ = __addDisposableResource(env_1, moved, false);
        const values = (await x.data());
        const measure = new Measure(values, values, around, scale);
        return await nearestPoints(moved, moved, measure, k, true);
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
 * The k nearest rows of x [N, D] to each row of `queries` [M, D], as `kNeighbours`.
 * @throws {ShapeError} if x or queries is not a matrix of float32, or their columns differ.
 * @throws {ArgumentError} if k is not a whole number from 1 up.
 * @throws {DataError} if x has fewer than k rows, or x or queries has values that are not finite.
 */
export async function kNeighboursOf(caller, queries, x, k) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const [rows, columns] = checkMatrix(caller, x);
        const [, width] = checkMatrix(caller, queries);
        if (width !== columns) {
            throw new ShapeError(`${caller}: queries are ${show(queries.shape)}, rows ${show(x.shape)}: give queries of ${columns} columns`);
        }
        checkCount(caller, k, rows, "rows");
        const { x: points, around, scale } = await nearOrigin(caller, x);
        const _ = __addDisposableResource(env_2, points, false);
        const moved = __addDisposableResource(env_2, moveBy(queries, around, scale), false);
        const [of, values] = (await Promise.all([queries.data(), x.data()]));
        if (!of.every(Number.isFinite))
            throw await unusableRow(caller, queries);
        return await nearestPoints(moved, points, new Measure(of, values, around, scale), k, false);
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        __disposeResources(env_2);
    }
}
function checkCount(caller, k, most, what) {
    if (!(Number.isInteger(k) && k >= 1)) {
        throw new ArgumentError(`${caller}: k is ${k}: give a whole number from 1 up`);
    }
    if (k > most) {
        throw new DataError(`${caller}: ${k} neighbours of ${most} ${what}: ask for fewer or give more rows`);
    }
}
//# sourceMappingURL=k_neighbours.js.map