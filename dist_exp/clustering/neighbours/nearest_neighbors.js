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
/** Nearest neighbours as an estimator, in scikit-learn's manner. */
import { ArgumentError, DataError } from "../../errors.js";
import { registerEstimator } from "../../estimators/registry.js";
import { show, tensor } from "../../tensor/index.js";
import { checkMatrix } from "../check_matrix.js";
import { kNeighbours, kNeighboursOf } from "./k_neighbours.js";
/**
 * The nearest rows by Euclidean distance:
 *
 * ```ts
 * const model = await new NearestNeighbors({ neighbors: 10 }).fit(x); // x: a tensor [N, D]
 * const { indices, distances } = await model.kneighbors(queries); // of each query [M, D]
 * ```
 *
 * Exact: all distances are compared, on the device of the queries; of equal distances the smaller row number comes
 * first.
 */
export class NearestNeighbors {
    kind = "nearest_neighbors";
    #neighbors;
    #fitted = null;
    /** @throws {ArgumentError} if `neighbors` is not a whole number from 1 up. */
    constructor({ neighbors = 5 } = {}) {
        if (!(Number.isInteger(neighbors) && neighbors >= 1)) {
            throw new ArgumentError(`NearestNeighbors: neighbors is ${neighbors}: give a whole number from 1 up`);
        }
        this.#neighbors = neighbors;
    }
    /**
     * Keeps a copy of x [N, D] on the host.
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has values that are not finite.
     */
    async fit(x) {
        const shape = checkMatrix("NearestNeighbors.fit", x);
        const values = await x.data();
        refuseUnusable("NearestNeighbors.fit", values, shape[1]);
        this.#fitted = { values, shape };
        return this;
    }
    /**
     * The nearest rows of x to each row of `queries` [M, D]; without queries, the nearest other rows to each row of x, on
     * the device given instead.
     * @param neighbors How many. Default as constructed.
     * @throws {ArgumentError} before `fit`, or if `neighbors` is not a whole number from 1 up.
     * @throws {ShapeError} if `queries` is not a matrix of float32 with x's columns.
     * @throws {DataError} if x has too few rows, or `queries` values that are not finite.
     */
    async kneighbors(queries, neighbors = this.#neighbors) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { values, shape } = this.#result();
            const device = "shape" in queries ? queries.device : queries;
            const x = __addDisposableResource(env_1, tensor(device, values, shape), false);
            if ("shape" in queries)
                return await kNeighboursOf("NearestNeighbors.kneighbors", queries, x, neighbors);
            return await kNeighbours("NearestNeighbors.kneighbors", x, neighbors);
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    state() {
        const { values, shape } = this.#result();
        return { options: { neighbors: this.#neighbors }, arrays: { x: { shape, data: values } } };
    }
    /** @throws {SkeinError} if the state is not one of nearest neighbours. */
    static restore({ options, arrays: { x } }) {
        const model = new NearestNeighbors(options);
        if (!x || !(x.data instanceof Float32Array) || x.shape.length !== 2) {
            throw new DataError("NearestNeighbors: the state has no float32 rows x [N, D]: fit and save again");
        }
        const [rows, columns] = x.shape;
        if (!(rows >= 1 && columns >= 1 && x.data.length === rows * columns)) {
            throw new DataError(`NearestNeighbors: the state holds ${x.data.length} values for x ${show(x.shape)}: fit and save again`);
        }
        refuseUnusable("NearestNeighbors", x.data, columns);
        model.#fitted = { values: Float32Array.from(x.data), shape: [rows, columns] };
        return model;
    }
    #result() {
        if (!this.#fitted)
            throw new ArgumentError("NearestNeighbors: there are no rows yet: call fit first");
        return this.#fitted;
    }
}
function refuseUnusable(caller, values, columns) {
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at < 0)
        return;
    throw new DataError(`${caller}: row ${Math.floor(at / columns)} of x holds NaN or infinite values: leave that row out`);
}
registerEstimator({ kind: "nearest_neighbors", restore: NearestNeighbors.restore });
//# sourceMappingURL=nearest_neighbors.js.map