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
/** Matrix products c [batch, m, n] = a [batch, m, k] b [batch, k, n], one or many at a time. */
import { Tape } from "../../autograd/index.js";
import { matmul } from "../../ops/index.js";
import { normalTensor, sampleIndices, Uploads } from "../case.js";
import { maxErrorAt } from "../float64.js";
/** A matrix without the size `batch`, else a batch of them. */
function make(work, sizes) {
    const { m, n, k } = sizes;
    const batch = sizes.batch ?? 1;
    const leading = sizes.batch === undefined ? [] : [batch];
    return {
        work,
        sizes,
        flops: 2 * batch * m * n * k,
        bytes: 4 * batch * (m * k + k * n + m * n),
        peer: { work, tolerance: 1e-4 },
        inputs: () => ({ a: normalTensor([...leading, m, k], 0), b: normalTensor([...leading, k, n], 1) }),
        prepare(device, inputs) {
            const tensors = new Uploads(device, inputs);
            const record = (tape) => matmul(tape, tensors.get("a"), tensors.get("b"));
            const outputs = async () => {
                const env_1 = { stack: [], error: void 0, hasError: false };
                try {
                    const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false }), false);
                    return { c: await record(tape).data() };
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
                        record(tape);
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
                    const { c } = await outputs();
                    const [a, b] = [inputs.a.data, inputs.b.data];
                    return maxErrorAt(c, sampleIndices(batch * m * n, 97), (index) => {
                        const [row, column] = [Math.floor(index / n), index % n];
                        const matrix = Math.floor(row / m);
                        let sum = 0;
                        for (let i = 0; i < k; i++)
                            sum += a[row * k + i] * b[(matrix * k + i) * n + column];
                        return sum;
                    });
                },
                release: () => tensors.release(),
            };
        },
    };
}
const square = (side) => ({ m: side, n: side, k: side });
export const productFamilies = [
    {
        work: "gemm",
        about: "matrix products, squares and a recurrent layer's",
        shapes: [
            ...[128, 256, 512, 1024, 2048].map(square),
            { m: 128, n: 512, k: 128 },
            { m: 3584, n: 512, k: 28 },
        ],
        quick: { m: 65, n: 33, k: 47 },
        software: ({ m }) => m !== 2048,
        // The most that threads can bring on this machine, for comparison with other works.
        scaling: ({ m, n }) => m >= 1024 && m === n,
        make: (sizes) => make("gemm", sizes),
    },
    {
        work: "batched_matmul",
        about: "many small matrix products, as attention takes them",
        shapes: [
            { batch: 256, m: 28, n: 28, k: 16 },
            // 64 sequences of four heads.
            { batch: 256, m: 64, n: 64, k: 32 },
        ],
        quick: { batch: 3, m: 9, n: 7, k: 5 },
        make: (sizes) => make("batched_matmul", sizes),
    },
];
//# sourceMappingURL=products.js.map