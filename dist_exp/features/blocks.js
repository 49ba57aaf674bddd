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
/** What features share: rows in blocks, so that memory stays bounded, and sums over blocks in float64. */
import { Tape } from "../autograd/index.js";
import { rowBlocks } from "../clustering/row_blocks.js";
import { ShapeError } from "../errors.js";
import { empty, show } from "../tensor/index.js";
/** Elements of one intermediate of a block, about. */
export const BLOCK_ELEMENTS = 2 ** 22;
/**
 * Sums over blocks of x's rows [N, D]: `compute` records those of a block in float32, which are added in float64. The
 * sums of a block are read while the device works on the next.
 * @param add how a block's sum number `at` is added; all elements where it is left out.
 */
export async function sumBlocks(x, most, compute, add = addAll) {
    const totals = [];
    let reading = Promise.resolve();
    for (const { first, part } of rowBlocks(x, most)) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_1, new Tape(x.device, { gradient: false }), false);
            const read = Promise.all(compute(tape, part, first).map((sum) => sum.data()));
            // It is waited for below: a failure until then must not end the process.
            read.catch(() => { });
            await reading;
            reading = read.then((sums) => {
                for (const [at, sum] of sums.entries()) {
                    totals[at] ??= new Float64Array(sum.length);
                    add(totals[at], sum);
                }
            });
            reading.catch(() => { });
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    await reading;
    return totals;
}
function addAll(total, sum) {
    for (let i = 0; i < total.length; i++)
        total[i] += sum[i];
}
/**
 * A new tensor [N, `columns`], made of x's rows [N, D] block by block: `record` writes those of `part` to `target`.
 * The caller releases it.
 */
export function mapBlocks(x, columns, record) {
    const [rows, own] = x.shape;
    const y = empty(x.device, [rows, columns]);
    const most = BLOCK_ELEMENTS / Math.max(own, columns);
    const targets = rowBlocks(y, most);
    try {
        for (const { first, part } of rowBlocks(x, most)) {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_2, new Tape(x.device, { gradient: false }), false);
                record(tape, part, targets.next().value.part, first);
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        }
    }
    catch (error) {
        y.release();
        throw error;
    }
    return y;
}
/** @throws {ShapeError} unless x [N, D] has the columns that `fit` got. */
export function checkColumns(caller, x, columns) {
    if (x.shape[1] !== columns) {
        throw new ShapeError(`${caller}: x is ${show(x.shape)}, fit got rows of ${columns} columns: give the same features`);
    }
}
//# sourceMappingURL=blocks.js.map