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
import { magnitude, scaleFor, subtractRow, total, unusableRow } from "../clustering/centring.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { tensor } from "../tensor/index.js";
import { BLOCK_ELEMENTS, sumBlocks } from "./blocks.js";
/** Mean squares between which neither products nor their sums leave float32. */
const SAFE = { low: 2 ** -64, high: 2 ** 64 };
/** Of the columns of x [N, D]. @throws {DataError} if x holds values that are not finite. */
export async function columnStatistics(caller, x) {
    const found = await measure(x, 1);
    const square = total(found.variances) / found.variances.length;
    if (square >= SAFE.low && square <= SAFE.high && found.means.every(Number.isFinite))
        return found;
    const largest = await magnitude(x);
    if (!Number.isFinite(largest))
        throw await unusableRow(caller, x);
    const scale = scaleFor(largest, 1);
    return scale === 1 ? found : measure(x, scale);
}
async function measure(x, scale) {
    const [rows, columns] = x.shape;
    const most = BLOCK_ELEMENTS / columns;
    const [first] = await sumBlocks(x, most, (tape, part) => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            if (scale === 1)
                return [columnSums(tape, part, "sum")];
            const scaled = __addDisposableResource(env_1, moveRows(part, new Float32Array(columns), scale), false);
            return [columnSums(tape, scaled, "sum")];
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    });
    const origin = Float32Array.from(first, (sum) => sum / rows);
    const [rest, squares] = await sumBlocks(x, most, (tape, part) => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const moved = __addDisposableResource(env_2, moveRows(part, origin, scale), false);
            return [columnSums(tape, moved, "sum"), columnSums(tape, moved, "sum_of_squares")];
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    });
    const shift = rest.map((sum) => sum / rows);
    return {
        means: shift.map((value, i) => value + origin[i]),
        variances: squares.map((sum, i) => Math.max(0, sum / rows - shift[i] ** 2)),
        scale,
    };
}
function columnSums(tape, x, op) {
    const [rows, columns] = x.shape;
    const y = tape.empty([columns]);
    tape.record(reduce, { x, y }, { ...denseView(1, rows, columns), op: reduceOps[op], scale: 1 });
    return y;
}
/** `scale` times the rows of x, minus `origin` [D]. The caller releases it. */
export function moveRows(x, origin, scale) {
    const env_3 = { stack: [], error: void 0, hasError: false };
    try {
        const row = __addDisposableResource(env_3, tensor(x.device, origin, [1, origin.length]), false);
        const { x: moved, squares } = subtractRow(x, row, scale);
        squares.release();
        return moved;
    }
    catch (e_3) {
        env_3.error = e_3;
        env_3.hasError = true;
    }
    finally {
        __disposeResources(env_3);
    }
}
//# sourceMappingURL=column_statistics.js.map