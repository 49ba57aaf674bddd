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
/** Products of centred data with themselves: what Pca and whitening decompose. */
import { Tape } from "../autograd/index.js";
import { total } from "../clustering/centring.js";
import { recordGemm } from "../ops/record.js";
import { BLOCK_ELEMENTS, sumBlocks } from "./blocks.js";
import { moveRows } from "./column_statistics.js";
/** Multiplications up to which the host computes all in float64: about a tenth of a second. */
const HOST_PRODUCTS = 2 ** 27;
/** Rows of the result that one product computes: left of the diagonal nothing is computed. */
const PANEL = 128;
/**
 * Of x [N, D], scaled and centred: X^T X [D, D] where D is at most N, else X X^T [N, N]. Its lower triangle is set.
 * Float64 on the host where that is quick; else float32 on the device, added over blocks in float64.
 */
export async function gramMatrix(x, statistics) {
    const [rows, columns] = x.shape;
    if (rows * columns * Math.min(rows, columns) <= HOST_PRODUCTS)
        return onHost(x, statistics);
    return columns <= rows ? ofColumns(x, statistics) : ofRows(x, statistics);
}
async function onHost(x, { means, scale }) {
    const [rows, columns] = x.shape;
    const values = await x.data();
    // Rows of z are multiplied with each other.
    const [n, length] = columns <= rows ? [columns, rows] : [rows, columns];
    const z = new Float64Array(values.length);
    for (let row = 0; row < rows; row++) {
        for (let i = 0; i < columns; i++) {
            z[columns <= rows ? i * rows + row : row * columns + i] =
                values[row * columns + i] * scale - means[i];
        }
    }
    const gram = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
            const [ofI, ofJ] = [i * length, j * length];
            let sum = 0;
            for (let k = 0; k < length; k++)
                sum += z[ofI + k] * z[ofJ + k];
            gram[i * n + j] = sum;
        }
    }
    return gram;
}
async function ofColumns(x, { means, scale }) {
    const [rows, n] = x.shape;
    const origin = Float32Array.from(means);
    const most = Math.max(BLOCK_ELEMENTS / n, n);
    const sums = await sumBlocks(x, most, (tape, part) => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const moved = __addDisposableResource(env_1, moveRows(part, origin, scale), false);
            const k = part.shape[0];
            const side = { ld: n, step: 1 };
            return [triangle(tape, moved, n, k, { ...side, transposed: true, offset: 0 })];
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }, addTriangle);
    const gram = sums[0];
    // The means are not float32: what is left of them.
    const rest = means.map((mean, i) => mean - origin[i]);
    for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++)
            gram[i * n + j] -= rows * rest[i] * rest[j];
    }
    return gram;
}
async function ofRows(x, { means, scale }) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const [n, columns] = x.shape;
        const moved = __addDisposableResource(env_2, moveRows(x, Float32Array.from(means), scale), false);
        const gram = new Float64Array(n * n);
        const chunk = Math.max(n, 4096);
        for (let offset = 0; offset < columns; offset += chunk) {
            const env_3 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_3, new Tape(x.device, { gradient: false }), false);
                const k = Math.min(chunk, columns - offset);
                const side = { ld: columns, step: columns, transposed: false, offset };
                addTriangle(gram, await triangle(tape, moved, n, k, side).data());
            }
            catch (e_2) {
                env_3.error = e_2;
                env_3.hasError = true;
            }
            finally {
                __disposeResources(env_3);
            }
        }
        centreBoth(gram, n);
        return gram;
    }
    catch (e_3) {
        env_2.error = e_3;
        env_2.hasError = true;
    }
    finally {
        __disposeResources(env_2);
    }
}
/** The products of n vectors of k elements, [n, n]: those of a vector with itself and later ones. */
function triangle(tape, x, n, k, { step, ...side }) {
    const gram = tape.zeros([n, n]);
    for (let first = 0; first < n; first += PANEL) {
        const at = { ...side, offset: side.offset + first * step };
        const product = {
            ...{ m: Math.min(PANEL, n - first), n: n - first, k },
            a: at,
            b: { ...at, transposed: !at.transposed },
            c: { ld: n, offset: first * n + first },
        };
        recordGemm(tape, x, x, gram, product);
    }
    return gram;
}
/** Adds an upper triangle to a lower one. */
function addTriangle(gram, upper) {
    const n = Math.sqrt(gram.length);
    for (let i = 0; i < n; i++) {
        for (let j = i; j < n; j++)
            gram[j * n + i] += upper[i * n + j];
    }
}
/** Takes the means of rows and columns from a symmetric matrix, of which the lower triangle is set. */
function centreBoth(gram, n) {
    const sums = new Float64Array(n);
    for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
            sums[i] += gram[i * n + j];
            if (j < i)
                sums[j] += gram[i * n + j];
        }
    }
    const mean = total(sums) / n ** 2;
    for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++)
            gram[i * n + j] += mean - (sums[i] + sums[j]) / n;
    }
}
//# sourceMappingURL=gram.js.map