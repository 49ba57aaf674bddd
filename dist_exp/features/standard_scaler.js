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
/** Columns of mean 0 and variance 1, in scikit-learn's manner. */
import { checkMatrix } from "../clustering/check_matrix.js";
import { ArgumentError, DataError } from "../errors.js";
import { registerEstimator } from "../estimators/registry.js";
import { stateArray } from "../estimators/state_array.js";
import { recordBinary } from "../ops/record.js";
import { tensor } from "../tensor/index.js";
import { checkColumns, mapBlocks } from "./blocks.js";
import { columnStatistics, moveRows } from "./column_statistics.js";
/** A column whose deviation is a smaller share of its mean is constant: rounding makes more in float32. */
const CONSTANT = 2 ** -30;
/**
 * Gives the columns of rows [N, D] mean 0 and variance 1, of N degrees of freedom. Constant columns become 0, and are
 * not divided.
 */
export class StandardScaler {
    kind = "standard_scaler";
    #options;
    #fitted = null;
    /** @throws {ArgumentError} if an option is neither true nor false. */
    constructor({ withMean = true, withStd = true } = {}) {
        for (const [name, value] of Object.entries({ withMean, withStd })) {
            if (typeof value === "boolean")
                continue;
            throw new ArgumentError(`StandardScaler: ${name} is ${String(value)}: give true or false`);
        }
        this.#options = { withMean, withStd };
    }
    /** The mean of each column that `fit` got, [D]. */
    get mean() {
        const { means, scale } = this.#result();
        return means.map((value) => value / scale);
    }
    /** What each column is divided by, [D]: its standard deviation, 1 where it is constant or `withStd` is false. */
    get scale() {
        const { means, variances, scale } = this.#result();
        return variances.map((variance, i) => {
            const deviation = Math.sqrt(variance);
            const divides = this.#options.withStd && deviation > CONSTANT * Math.abs(means[i]);
            return divides ? deviation / scale : 1;
        });
    }
    /**
     * Measures the columns of x [N, D].
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x holds values that are not finite.
     */
    async fit(x) {
        checkMatrix("StandardScaler.fit", x);
        this.#fitted = await columnStatistics("StandardScaler.fit", x);
        return this;
    }
    /**
     * (x - mean) / scale, [N, D]. The caller releases it.
     * @throws {ArgumentError} before `fit`.
     * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
     */
    async transform(x) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { means, scale } = this.#result();
            const [, columns] = checkMatrix("StandardScaler.transform", x);
            checkColumns("StandardScaler.transform", x, means.length);
            const origin = this.#options.withMean ? Float32Array.from(means) : new Float32Array(columns);
            const factors = Float32Array.from(this.scale, (value) => 1 / (value * scale));
            // The means are not float32: what is left of them.
            const rest = Float32Array.from(means, (mean, i) => (this.#options.withMean ? mean - origin[i] : 0));
            const exact = rest.every((value) => value === 0);
            const row = __addDisposableResource(env_1, tensor(x.device, factors, [1, columns]), false);
            return mapBlocks(x, columns, (tape, part, target) => {
                const env_2 = { stack: [], error: void 0, hasError: false };
                try {
                    const moved = __addDisposableResource(env_2, moveRows(part, origin, scale), false);
                    const centred = __addDisposableResource(env_2, exact ? null : moveRows(moved, rest, 1), false);
                    recordBinary(tape, "mul", centred ?? moved, row, target, {
                        sizes: [1, 1, part.shape[0], columns],
                        a: [0, 0, columns, 1],
                        b: [0, 0, 0, 1],
                    });
                }
                catch (e_2) {
                    env_2.error = e_2;
                    env_2.hasError = true;
                }
                finally {
                    __disposeResources(env_2);
                }
            });
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    /** What it learned, for a file. @throws {ArgumentError} before `fit`. */
    state() {
        const { means, variances, scale } = this.#result();
        const shape = [means.length];
        return {
            options: this.#options,
            arrays: { means: { shape, data: means }, variances: { shape, data: variances } },
            details: { scale },
        };
    }
    /** @throws {SkeinError} where the state is not one of a StandardScaler. */
    static restore(state) {
        const scaler = new StandardScaler(state.options);
        const means = stateArray("standard_scaler", state, "means", "f64", [null]).data;
        const variances = stateArray("standard_scaler", state, "variances", "f64", [means.length]).data;
        const { scale } = (state.details ?? {});
        if (!(typeof scale === "number" && scale > 0) || variances.some((variance) => variance < 0)) {
            throw new DataError("standard_scaler: the state has no scale or negative variances: save it again");
        }
        scaler.#fitted = { means, variances, scale };
        return scaler;
    }
    #result() {
        if (!this.#fitted)
            throw new ArgumentError("StandardScaler: there is no result yet: call fit first");
        return this.#fitted;
    }
}
registerEstimator({ kind: "standard_scaler", restore: StandardScaler.restore });
//# sourceMappingURL=standard_scaler.js.map