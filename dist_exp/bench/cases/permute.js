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
/** Axes in another order, dense again; the order 0123 is a copy. Nothing is computed: bytes per second count. */
import { Tape } from "../../autograd/index.js";
import { permute } from "../../ops/index.js";
import { normalTensor, Uploads } from "../case.js";
const LETTERS = ["A", "B", "C", "D"];
/** `order` is the axes as a number's four digits. */
const axesOf = (order) => [...String(order).padStart(4, "0")].map(Number);
function permuted(data, shape, axes) {
    const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
    const [sizes, steps] = [axes.map((axis) => shape[axis]), axes.map((axis) => strides[axis])];
    const y = new Float32Array(data.length);
    let to = 0;
    for (let a = 0; a < sizes[0]; a++)
        for (let b = 0; b < sizes[1]; b++)
            for (let c = 0; c < sizes[2]; c++)
                for (let d = 0; d < sizes[3]; d++)
                    y[to++] = data[a * steps[0] + b * steps[1] + c * steps[2] + d * steps[3]];
    return y;
}
function make(sizes) {
    const shape = LETTERS.map((letter) => sizes[letter]);
    const axes = axesOf(sizes.order);
    const count = shape.reduce((product, size) => product * size, 1);
    return {
        work: "permute",
        sizes,
        flops: 0,
        bytes: 8 * count,
        peer: { work: "permute", settings: { order: axes.join("") }, tolerance: 0 },
        inputs: () => ({ x: normalTensor(shape, 0) }),
        prepare(device, inputs) {
            const tensors = new Uploads(device, inputs);
            const outputs = async () => {
                const env_1 = { stack: [], error: void 0, hasError: false };
                try {
                    const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false }), false);
                    return { y: await permute(tape, tensors.get("x"), axes).data() };
                }
                catch (e_1) {
                    env_1.error = e_1;
                    env_1.hasError = true;
                }
                finally {
                    __disposeResources(env_1);
                }
            };
            return {
                run() {
                    const env_2 = { stack: [], error: void 0, hasError: false };
                    try {
                        const tape = __addDisposableResource(env_2, new Tape(device, { gradient: false }), false);
                        permute(tape, tensors.get("x"), axes);
                        device.submit();
                    }
                    catch (e_2) {
                        env_2.error = e_2;
                        env_2.hasError = true;
                    }
                    finally {
                        __disposeResources(env_2);
                    }
                },
                outputs,
                async check() {
                    const [{ y }, want] = [await outputs(), permuted(inputs.x.data, shape, axes)];
                    return want.reduce((most, value, i) => Math.max(most, Math.abs(value - y[i])), 0);
                },
                release: () => tensors.release(),
            };
        },
    };
}
const of = (A, B, C, D, order) => ({ A, B, C, D, order });
export const permuteFamily = {
    work: "permute",
    about: "axes in another order (order=231 is 0231), and a copy (order=123)",
    shapes: [
        of(64, 64, 56, 56, 123),
        // Channels last, a transposed matrix, and heads beside steps.
        of(64, 64, 56, 56, 231),
        of(1, 1, 4096, 4096, 132),
        of(64, 256, 8, 64, 213),
    ],
    quick: of(3, 4, 5, 6, 231),
    // A software adapter binds 128 MiB.
    software: ({ A, B, C, D }) => A * B * C * D <= 2 ** 23,
    scaling: () => true,
    make,
};
//# sourceMappingURL=permute.js.map