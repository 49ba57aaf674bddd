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
/** What the transformers of a pipeline make of examples. */
import { ShapeError } from "../../errors.js";
import { show, sizeOf } from "../../tensor/index.js";
/** Calls `use` with what the transformers make of x, or with x as rows. */
export async function withFeatures([step, ...rest], x, use) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        if (!step)
            return await use(x.shape.length === 2 ? x : x.view([x.shape[0], sizeOf(x.shape.slice(1))]));
        const y = __addDisposableResource(env_1, await transformed(step, x), false);
        return await withFeatures(rest, y, use);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** What a step makes of x; the caller releases it. @throws {ShapeError} when a transformer of the user's own gives no row for each example. */
export async function transformed({ name, transformer }, x) {
    const y = await transformer.transform(x);
    if (y.shape.length === 2 && y.shape[0] === x.shape[0])
        return y;
    y.release();
    throw new ShapeError(`Pipeline: step ${name} makes ${show(y.shape)} of ${show(x.shape)}: it must give one row for each example`);
}
/** Rows of the device as a matrix of the host. */
export async function hostRows(x) {
    return { rows: x.shape[0], columns: x.shape[1], data: await x.data() };
}
/** The rows that `compute` makes of each block, as one matrix. */
export async function collect({ count, blocks }, compute, signal) {
    let columns = 0;
    let data = new Float32Array(0);
    for await (const { first, x } of blocks()) {
        signal?.throwIfAborted();
        const part = await compute(x);
        if (first === 0) {
            columns = part.columns;
            data = new Float32Array(count * columns);
        }
        data.set(part.data, first * columns);
    }
    return { rows: count, columns, data };
}
//# sourceMappingURL=features.js.map