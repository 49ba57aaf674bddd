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
/** Rows that count more than others. */
import { Tape } from "../../autograd/index.js";
import { DataError } from "../../errors.js";
import { kmeansUpdate } from "../../kernels/kmeans.js";
import { concat, div, mul, slice } from "../../ops/index.js";
import { tensor } from "../../tensor/index.js";
import { checkFills } from "../check_matrix.js";
/** A weight below this share of the largest counts as zero: its product with a value might leave float32. */
const LEAST_SHARE = 2 ** -60;
/** @throws {DataError} if the weights are not one for each row, from 0 up, or fewer rows count than there are clusters. */
export function checkWeights(caller, weights, rows, clusters) {
    if (weights.length !== rows) {
        throw new DataError(`${caller}: ${weights.length} weights for ${rows} rows: give one for each row`);
    }
    let largest = 0;
    for (let row = 0; row < rows; row++) {
        const weight = weights[row];
        if (!(Number.isFinite(weight) && weight >= 0)) {
            throw new DataError(`${caller}: the weight of row ${row} is ${weight}: give a number from 0 up`);
        }
        largest = Math.max(largest, weight);
    }
    const shares = Float32Array.from({ length: rows }, (_, row) => {
        const share = weights[row] / largest;
        return share >= LEAST_SHARE ? share : 0;
    });
    const counting = Uint32Array.from(shares.keys()).filter((row) => shares[row] > 0);
    checkFills(caller, counting.length, clusters, " with a weight");
    return { largest, shares, counting: counting.length === rows ? null : counting };
}
/** Weighted means on the device: of products with the weights and of the weights, `kmeans_update` makes both sums. */
export class WeightedRows {
    /** x times its weights, and the weights in a last column, [N, D + 1]. */
    #products;
    /** @param shares of x's rows, [N], all above zero. */
    constructor(x, shares) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_1, new Tape(x.device, { gradient: false }), false);
            const column = tape.constant(shares, [shares.length, 1]);
            this.#products = tape.take(concat(tape, [mul(tape, x, column), column], 1));
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    /** Records that the centres [K, D] become the weighted means of the rows by their labels; without rows one stays. */
    means(label, centers, counts) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const { device } = centers;
            const [clusters, cols] = centers.shape;
            const tape = __addDisposableResource(env_2, new Tape(device, { gradient: false }), false);
            const ones = __addDisposableResource(env_2, tensor(device, new Float32Array(clusters).fill(1), [clusters, 1]), false);
            const sums = concat(tape, [centers, ones], 1);
            device.record(kmeansUpdate, { x: this.#products.slice, label: label.slice, centers: sums.slice, counts: counts.slice }, { rows: label.shape[0], cols: cols + 1, clusters });
            const moved = div(tape, slice(tape, sums, 1, 0, cols), slice(tape, sums, 1, cols, cols + 1));
            device.copy(moved.slice, centers.slice);
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    [Symbol.dispose]() {
        this.#products.release();
    }
}
//# sourceMappingURL=weights.js.map