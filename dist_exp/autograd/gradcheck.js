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
import { Random } from "../random/philox.js";
import { empty } from "../tensor/index.js";
import { Tape } from "./tape.js";
/**
 * Compares the gradients of `op` with central differences of sum(c * output),
 * where c is a random cotangent: a wrong sum over outputs cannot hide in it.
 */
export async function gradCheck(device, shapes, op, { seed = 1, step = 1e-2, probes = 40, sample = (random) => random.normal() } = {}) {
    const random = new Random(seed);
    const inputs = [];
    const values = [];
    const cotangents = [];
    const outputsOf = (tape) => {
        const result = op(tape, inputs);
        return Array.isArray(result) ? result : [result];
    };
    /** sum(c * output), summed in float64. */
    const evaluate = async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_2, new Tape(device, { gradient: false }), false);
            const outputs = await Promise.all(outputsOf(tape).map((output) => output.data()));
            let total = 0;
            outputs.forEach((data, i) => {
                for (let j = 0; j < data.length; j++)
                    total += data[j] * cotangents[i][j];
            });
            return total;
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    };
    let result = { error: 0, worst: "nothing differs" };
    try {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            for (const [i, shape] of shapes.entries()) {
                // First on the device, which refuses shapes that there are not.
                const input = empty(device, shape);
                inputs.push(input);
                values.push(Float32Array.from({ length: input.size }, () => sample(random, i)));
                input.write(values[i]);
            }
            const tape = __addDisposableResource(env_1, new Tape(device), false);
            for (const input of inputs)
                tape.watch(input);
            const outputs = outputsOf(tape);
            for (const output of outputs)
                cotangents.push(Float32Array.from({ length: output.size }, () => random.normal()));
            tape.backwardFrom(outputs, outputs.map((output, i) => tape.constant(cotangents[i], output.shape)));
            for (const [i, input] of inputs.entries()) {
                const analytic = (await tape.gradient(input)?.data()) ?? new Float32Array(input.size);
                const count = Math.min(probes, input.size);
                const indices = random.permutation(input.size).subarray(0, count);
                const pairs = [];
                for (const index of indices) {
                    const at = async (offset) => {
                        const changed = values[i].slice();
                        changed[index] += offset;
                        input.write(changed);
                        return [await evaluate(), changed[index]];
                    };
                    const [[high, xHigh], [low, xLow]] = [await at(step), await at(-step)];
                    pairs.push([index, (high - low) / (xHigh - xLow)]);
                }
                input.write(values[i]);
                const scale = pairs.reduce((largest, [, numeric]) => Math.max(largest, Math.abs(numeric)), 1);
                for (const [index, numeric] of pairs) {
                    const error = Math.abs(analytic[index] - numeric) / scale;
                    if (!(error <= result.error)) {
                        result = {
                            error,
                            worst: `input ${i}, element ${index}: tape ${analytic[index]}, differences ${numeric}`,
                        };
                    }
                }
            }
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    finally {
        for (const input of inputs)
            input.release();
    }
    return result;
}
//# sourceMappingURL=gradcheck.js.map