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
/** Moving data to the origin and near 1, where squared distances keep their digits in float32. */
import { DataError } from "../errors.js";
import { CENTER_BLOCK, centerRows } from "../kernels/center_rows.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { empty, tensor, zeros } from "../tensor/index.js";
/** Mean squares of a value between which neither distances nor their sums leave float32. */
const SAFE_VARIANCE = { low: 2 ** -64, high: 2 ** 64 };
/**
 * @param inPlace Whether the data stay about the origin that they have, as directions must.
 * @throws {DataError} if x has values that are not finite.
 */
export async function centre(caller, x, inPlace = false) {
    const size = x.shape[0] * x.shape[1];
    for (let scale = 1;;) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const scaled = scale === 1 ? x : scaleRows(x, scale);
            const meanRow = __addDisposableResource(env_1, inPlace ? zeros(x.device, [1, x.shape[1]]) : columnMeans(scaled), false);
            const moved = subtractRow(scaled, meanRow);
            if (scaled !== x)
                scaled.release();
            const partialSquares = __addDisposableResource(env_1, moved.squares, false);
            try {
                const [origin, partials] = await Promise.all([meanRow.data(), partialSquares.data()]);
                const variance = total(partials) / size;
                const done = { x: moved.x, origin: origin, scale, variance };
                if (variance >= SAFE_VARIANCE.low && variance <= SAFE_VARIANCE.high)
                    return done;
                // Where means or squares left float32, x itself tells by how much.
                const largest = Number.isFinite(variance) ? await magnitude(moved.x) : scale * (await magnitude(x));
                if (!Number.isFinite(largest))
                    throw await unusableRow(caller, x);
                const next = scale * scaleFor(largest, scale);
                if (next === scale)
                    return done;
                scale = next;
            }
            catch (error) {
                moved.x.release();
                throw error;
            }
            moved.x.release();
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
}
/**
 * Moves x to about its mean. Data of few digits (such as small whole numbers) lose none, as the row that is
 * subtracted has few digits, too.
 * @throws {DataError} if x has values that are not finite.
 */
export async function nearOrigin(caller, x) {
    const { x: mean, origin, scale, variance } = await centre(caller, x);
    mean.release();
    const step = 2 ** Math.ceil(Math.log2(Math.sqrt(variance) || 1));
    const around = Float32Array.from(origin, (value) => step * Math.round(value / step));
    return { x: moveBy(x, around, scale), around, scale };
}
/** `scale` times x [N, D], minus the row `around` [D]. The caller releases it. */
export function moveBy(x, around, scale) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const row = __addDisposableResource(env_2, tensor(x.device, around, [1, around.length]), false);
        const { x: moved, squares } = subtractRow(x, row, scale);
        squares.release();
        return moved;
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        __disposeResources(env_2);
    }
}
/** The power of two that brings `largest` to between 1 and 2, or as near as `scale` times it is a float32. */
export function scaleFor(largest, scale) {
    if (largest === 0)
        return 1;
    const exponent = Math.log2(scale);
    return 2 ** (Math.max(-126, Math.min(127, exponent - Math.floor(Math.log2(largest)))) - exponent);
}
/** The largest absolute value; not finite where some value is not. */
export async function magnitude(x) {
    const env_3 = { stack: [], error: void 0, hasError: false };
    try {
        const extremes = __addDisposableResource(env_3, empty(x.device, [2, 64]), false);
        const view = denseView(1, x.shape[0] * x.shape[1], 1);
        for (const [i, op] of [reduceOps.max, reduceOps.min].entries()) {
            const { buffer, offset } = extremes.slice;
            const y = { buffer, offset: offset + 256 * i, bytes: 4 };
            x.device.record(reduce, { x: x.slice, y }, { ...view, op, scale: 1 });
        }
        const values = await extremes.data();
        return Math.max(Math.abs(values[0]), Math.abs(values[64]));
    }
    catch (e_3) {
        env_3.error = e_3;
        env_3.hasError = true;
    }
    finally {
        __disposeResources(env_3);
    }
}
/** What to say of the first row that holds values that are not finite. */
export async function unusableRow(caller, x) {
    const values = (await x.data());
    const row = Math.floor(values.findIndex((value) => !Number.isFinite(value)) / x.shape[1]);
    return new DataError(`${caller}: row ${row} of x holds NaN or infinite values: leave that row out`);
}
/** The mean of each column of x [N, D], as [1, D]. */
function columnMeans(x) {
    const [rows, cols] = x.shape;
    const mean = empty(x.device, [1, cols]);
    x.device.record(reduce, { x: x.slice, y: mean.slice }, { ...denseView(1, rows, cols), op: reduceOps.sum, scale: 1 / rows });
    return mean;
}
function scaleRows(x, scale) {
    const env_4 = { stack: [], error: void 0, hasError: false };
    try {
        const origin = __addDisposableResource(env_4, zeros(x.device, [1, x.shape[1]]), false);
        const { x: scaled, squares } = subtractRow(x, origin, scale);
        squares.release();
        return scaled;
    }
    catch (e_4) {
        env_4.error = e_4;
        env_4.hasError = true;
    }
    finally {
        __disposeResources(env_4);
    }
}
/** `scale` times x [N, D], minus a row [1, D], and partial sums of its squares. The caller releases both tensors. */
export function subtractRow(x, row, scale = 1) {
    const [rows, cols] = x.shape;
    const y = empty(x.device, x.shape);
    const squares = empty(x.device, [Math.ceil(rows / CENTER_BLOCK)]);
    x.device.record(centerRows, { x: x.slice, center: row.slice, y: y.slice, squares: squares.slice }, { rows, cols, scale });
    return { x: y, squares };
}
/** The sum in float64. */
export function total(values) {
    let sum = 0;
    for (let i = 0; i < values.length; i++)
        sum += values[i];
    return sum;
}
//# sourceMappingURL=centring.js.map