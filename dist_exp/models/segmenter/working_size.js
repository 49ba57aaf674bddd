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
/** Images at the size at which a method looks at them, and what it found at the images' own size. */
import { Tape } from "../../autograd/index.js";
import { adaptiveAvgPool2d, upsample2d } from "../../ops/index.js";
import { tensor } from "../../tensor/index.js";
/** Pixels as numbers from 0 to 1. */
export function mapsOf({ count, height, width, channels, pixels }) {
    return { count, height, width, channels, data: Float32Array.from(pixels, (value) => value / 255) };
}
/** Maps at another size: means of areas where an axis gets shorter, bilinear interpolation where it gets longer. */
export async function resized(maps, height, width, device) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        if (maps.height === height && maps.width === width)
            return maps;
        const { count, channels } = maps;
        const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false }), false);
        const x = __addDisposableResource(env_1, tensor(device, maps.data, [count, maps.height, maps.width, channels]), false);
        const shorter = adaptiveAvgPool2d(tape, x, [Math.min(maps.height, height), Math.min(maps.width, width)]);
        const y = upsample2d(tape, shorter, { size: [height, width], mode: "bilinear" });
        return { count, height, width, channels, data: await y.data() };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
//# sourceMappingURL=working_size.js.map