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
/** Distances of all pairs of rows. */
import { Tape } from "../../autograd/index.js";
import { matmul } from "../../ops/index.js";
import { nearOrigin } from "../centring.js";
import { rowBlocks } from "../row_blocks.js";
/** Elements of a block of products at most. */
const BLOCK_ELEMENTS = 2 ** 24;
/** A squared distance below this share of both rows' squares has lost digits, and is computed again. */
const CANCELLED = 2 ** -5;
/** Distances of more rows than this take over 1.6 GB. */
export const MOST_ROWS = 20_000;
/**
 * Euclidean distances of all pairs of rows of x [N, D]. Products are float32, on the device; rows that lie close
 * together are measured again in float64. Data of few digits (such as small whole numbers) give exact distances, so
 * that equal ones stay equal.
 *
 * Memory on the host: 4 N (N - 1) bytes, and two copies of x.
 * @throws {DataError} if x has values that are not finite.
 */
export async function pairwiseDistances(caller, x) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const [rows, columns] = x.shape;
        const { device } = x;
        const { x: moved, scale } = await nearOrigin(caller, x);
        const _ = __addDisposableResource(env_1, moved, false);
        // Moving rounds rows that lie much closer together than others: what is measured again is x itself.
        const [values, near] = await Promise.all([x.data(), moved.data()]);
        const norms = new Float64Array(rows);
        for (let at = 0; at < near.length; at++)
            norms[Math.floor(at / columns)] += near[at] * near[at];
        const distances = new Float64Array((rows * (rows - 1)) / 2);
        const base = Int32Array.from({ length: rows }, (_, i) => rows * i - (i * (i + 3)) / 2 - 1);
        for (const { first, count, part } of rowBlocks(moved, BLOCK_ELEMENTS / rows)) {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_2, new Tape(device, { gradient: false }), false);
                const products = matmul(tape, part, moved, { transposeB: true });
                const found = (await products.data());
                for (let i = first; i < first + count; i++) {
                    const from = base[i];
                    const product = (i - first) * rows;
                    for (let j = i + 1; j < rows; j++) {
                        const both = norms[i] + norms[j];
                        const squared = both - 2 * found[product + j];
                        distances[from + j] =
                            squared < CANCELLED * both
                                ? distance(values, i * columns, j * columns)
                                : Math.sqrt(squared) / scale;
                    }
                }
            }
            catch (e_1) {
                env_2.error = e_1;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        }
        return { rows, distances, base };
        function distance(x, a, b) {
            let sum = 0;
            for (let c = 0; c < columns; c++) {
                const difference = x[a + c] - x[b + c];
                sum += difference * difference;
            }
            return Math.sqrt(sum);
        }
    }
    catch (e_2) {
        env_1.error = e_2;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
//# sourceMappingURL=pairs.js.map