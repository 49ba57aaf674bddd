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
/** Gaussian means of maps. */
import { Tape } from "../../autograd/index.js";
import { gaussianFilter, separableFilter } from "../../kernels/separable_filter.js";
import { tensor } from "../../tensor/index.js";
/** Deviations that a filter reaches to. */
const REACH = 3;
/**
 * The Gaussian mean around each pixel of maps [M, H, W]; pixels outside of the image do not count.
 * @param sigma in pixels.
 */
export async function smooth(maps, height, width, sigma, device) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const size = height * width;
        const count = maps.length / size;
        // The last map is the weight of the pixels within the image.
        const data = new Float32Array(maps.length + size).fill(1);
        data.set(maps);
        const taps = 2 * Math.ceil(REACH * sigma) + 1;
        const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false }), false);
        const x = __addDisposableResource(env_1, tensor(device, data, [count + 1, height, width]), false);
        const weights = __addDisposableResource(env_1, tensor(device, gaussianFilter(taps, sigma), [taps]), false);
        const y = tape.empty([count + 1, height, width]);
        tape.record(separableFilter, { x, weights, y }, { maps: count + 1, height, width, taps });
        const sums = await y.data();
        const weight = sums.subarray(count * size);
        return Float32Array.from(maps, (_, i) => sums[i] / weight[i % size]);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
//# sourceMappingURL=smooth.js.map