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
/** The dominant directions of large data by randomised subspace iteration (Halko, Martinsson and Tropp 2011). */
import { symmetricEigen } from "../../linalg/eigen.js";
import { orthonormalizeRows } from "../../linalg/orthonormalize.js";
import { recordGemm } from "../../ops/record.js";
import { Random } from "../../random/philox.js";
import { tensor } from "../../tensor/index.js";
import { BLOCK_ELEMENTS, sumBlocks } from "../blocks.js";
import { moveRows } from "../column_statistics.js";
/** Directions beyond those that are asked for, as scikit-learn has them. */
export const OVERSAMPLING = 10;
/** Power iterations, as scikit-learn has them: fewer where many directions are asked for. */
export const powerIterations = (count, x) => count < 0.1 * Math.min(...x.shape) ? 7 : 4;
/** The `count` largest eigenvalues of X^T X, of x [N, D] scaled and centred, and their vectors, approximately. */
export async function randomizedDirections(x, statistics, count, seed) {
    const columns = x.shape[1];
    const size = Math.min(count + OVERSAMPLING, ...x.shape);
    const random = new Random(seed, 0);
    let q = Float64Array.from({ length: size * columns }, () => random.normal());
    orthonormalizeRows(q, size, columns);
    for (let iteration = 0; iteration < powerIterations(count, x); iteration++) {
        q = await multiply(x, statistics, q);
        orthonormalizeRows(q, size, columns);
    }
    const image = await multiply(x, statistics, q);
    const { values, vectors } = symmetricEigen(productsOf(q, image, size, columns), size);
    const directions = new Float64Array(count * columns);
    for (let i = 0; i < count; i++) {
        const row = directions.subarray(i * columns, (i + 1) * columns);
        for (let j = 0; j < size; j++) {
            const share = vectors[(size - 1 - i) * size + j];
            for (let k = 0; k < columns; k++)
                row[k] += share * q[j * columns + k];
        }
    }
    return { values: values.slice(size - count).reverse(), directions };
}
/** Q X^T X for the rows of q [size, D]: one pass over the rows of x. */
async function multiply(x, { means, scale }, q) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const columns = x.shape[1];
        const size = q.length / columns;
        const own = __addDisposableResource(env_1, tensor(x.device, Float32Array.from(q), [size, columns]), false);
        const origin = Float32Array.from(means);
        const [sum] = await sumBlocks(x, BLOCK_ELEMENTS / Math.max(columns, size), (tape, part) => {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const moved = __addDisposableResource(env_2, moveRows(part, origin, scale), false);
                const rows = part.shape[0];
                const image = tape.empty([size, rows]);
                recordGemm(tape, own, moved, image, { m: size, n: rows, k: columns, b: { transposed: true } });
                const back = tape.empty([size, columns]);
                recordGemm(tape, image, moved, back, { m: size, n: columns, k: rows });
                return [back];
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        });
        return sum;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** The products of the rows of a and b, [size, size], made symmetric. */
function productsOf(a, b, size, length) {
    const products = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
            let sum = 0;
            for (let k = 0; k < length; k++)
                sum += a[i * length + k] * b[j * length + k];
            products[i * size + j] += sum / 2;
            products[j * size + i] += sum / 2;
        }
    }
    return products;
}
//# sourceMappingURL=subspace.js.map