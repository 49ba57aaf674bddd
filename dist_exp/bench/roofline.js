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
/**
 * What a device reaches at best, measured beside the work it is compared with
 * (Williams, Waterman and Patterson, "Roofline", 2009).
 */
import { Tape } from "../autograd/index.js";
import { scaledAdd } from "../kernels/binary.js";
import { matmul } from "../ops/index.js";
import { tensor, zeros } from "../tensor/index.js";
import { normalTensor } from "./case.js";
import { measure } from "./measure.js";
import { summarize } from "./statistics.js";
function scaleFor({ info }, quick) {
    if (quick)
        return { values: 2 ** 18, side: 128 };
    // A software adapter needs seconds for 2048.
    const side = info.kind === "webgpu" && !info.isGpu ? 1024 : 2048;
    return { values: Math.min(2 ** 26, Math.floor(info.maxBindingBytes / 4)), side };
}
/** Measures memory and arithmetic of a device by `scaled_add` and a large `gemm`; the best sample counts. */
export async function measureRoofline(device, pace, quick) {
    const { values, side } = scaleFor(device, quick);
    const stream = await streamRate(device, values, pace);
    const fma = await gemmRate(device, side, pace);
    return {
        streamGBs: stream,
        stream: `scaled_add, y += a x, ${(values / 2 ** 18).toFixed(0)} MiB each`,
        fmaGFlops: fma,
        fma: `gemm ${side} x ${side} x ${side}`,
    };
}
async function streamRate(device, count, pace) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const x = __addDisposableResource(env_1, zeros(device, [count]), false);
        const y = __addDisposableResource(env_1, zeros(device, [count]), false);
        const params = { count, alpha: 0.5 };
        const best = await bestMs(device, pace, () => device.record(scaledAdd, { x: x.slice, y: y.slice }, params));
        return scaledAdd.bytes(params) / best / 1e6;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
async function gemmRate(device, side, pace) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const shape = [side, side];
        const a = __addDisposableResource(env_2, tensor(device, normalTensor(shape, 0).data, shape), false);
        const b = __addDisposableResource(env_2, tensor(device, normalTensor(shape, 1).data, shape), false);
        const best = await bestMs(device, pace, () => {
            const env_3 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_3, new Tape(device, { gradient: false }), false);
                matmul(tape, a, b);
            }
            catch (e_3) {
                env_3.error = e_3;
                env_3.hasError = true;
            }
            finally {
                __disposeResources(env_3);
            }
        });
        return (2 * side ** 3) / best / 1e6;
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        __disposeResources(env_2);
    }
}
async function bestMs(device, pace, record) {
    const contestant = {
        name: "roofline",
        async time(runs) {
            const start = performance.now();
            for (let i = 0; i < runs; i++)
                record();
            await device.sync();
            return (performance.now() - start) / runs;
        },
    };
    const [samples] = await measure([contestant], pace);
    return summarize(samples).min;
}
/** Share of what the roofline allows; of work without arithmetic, of the bytes that can move. */
export function rooflineShare(roofline, { flops, bytes, seconds }) {
    if (flops === 0)
        return bytes / seconds / 1e9 / roofline.streamGBs;
    return flops / seconds / 1e9 / attainable(roofline, flops / bytes);
}
/** GFLOP/s that the roofline allows at an intensity in flop per byte. */
export function attainable({ streamGBs, fmaGFlops }, intensity) {
    return Math.min(fmaGFlops, streamGBs * intensity);
}
//# sourceMappingURL=roofline.js.map