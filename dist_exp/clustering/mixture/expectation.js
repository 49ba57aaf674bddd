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
/** One pass over the rows on the device: how likely each component made each row, and the sums that follow. */
import { Tape } from "../../autograd/index.js";
import { add, concat, logSoftmax, matmul, mul, permute, reshape, scale, slice, softmax, sub, sum, } from "../../ops/index.js";
import { rowBlocks } from "../row_blocks.js";
import { hasProducts } from "./covariance.js";
/** Elements of one intermediate of a block at most. */
const BLOCK_ELEMENTS = 2 ** 22;
/** Rows of a block: with fewer than columns, the sums of products would be more than what they are sums of. */
function blocksOf(x, components) {
    const columns = x.shape[1];
    return rowBlocks(x, Math.max(BLOCK_ELEMENTS / (components * columns), columns));
}
/** Probabilities and densities of x's rows. */
export async function expectation(x, components) {
    const reads = [];
    for (const { first, part } of blocksOf(x, components.weights.length)) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_1, new Tape(x.device, { gradient: false }), false);
            const { responsibilities, logDensities } = densities(tape, part, components);
            const read = readBlock(first, part.shape[0], responsibilities, logDensities);
            // It is waited for below: a failure until then must not end the process.
            read.catch(() => { });
            reads.push(read);
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    return Promise.all(reads);
}
async function readBlock(first, count, responsibilities, logDensities) {
    const [own, logs] = await Promise.all([responsibilities.data(), logDensities.data()]);
    return { first, count, responsibilities: own, logDensities: logs };
}
/**
 * The sums of each component over all rows, and the mean logarithm of the rows' densities.
 * Products are summed in float32 within a block, and in float64 over blocks.
 */
export async function sumsOf(x, components) {
    const totals = new Totals(components.weights.length);
    for (const { part } of blocksOf(x, components.weights.length)) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_2, new Tape(x.device, { gradient: false }), false);
            const { responsibilities, logDensities, deviations } = densities(tape, part, components);
            const own = deviations.map((deviation, k) => {
                const weight = slice(tape, responsibilities, 1, k, k + 1);
                return componentSums(tape, deviation, weight, components.type);
            });
            await totals.add(own, sum(tape, logDensities));
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    const { sums, logDensity } = await totals.end();
    return { sums, logDensity: logDensity / x.shape[0] };
}
/** The sums of components that each row belongs to one of: `labels` [N], around `means` [K, D]. */
export async function sumsOfLabels(x, labels, means, type) {
    const columns = x.shape[1];
    const components = means.length / columns;
    const totals = new Totals(components);
    for (const { first, part } of blocksOf(x, components)) {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_3, new Tape(x.device, { gradient: false }), false);
            const count = part.shape[0];
            const own = Array.from({ length: components }, (_, k) => {
                const chosen = Float32Array.from({ length: count }, (_, row) => (labels[first + row] === k ? 1 : 0));
                const deviation = sub(tape, part, meanOf(tape, means, k, columns));
                return componentSums(tape, deviation, tape.constant(chosen, [count, 1]), type);
            });
            await totals.add(own, null);
        }
        catch (e_3) {
            env_3.error = e_3;
            env_3.hasError = true;
        }
        finally {
            __disposeResources(env_3);
        }
    }
    return (await totals.end()).sums;
}
function densities(tape, x, { type, weights, means, whitenings }) {
    const [rows, columns] = x.shape;
    const deviations = [];
    const distances = whitenings.map(({ factor }, k) => {
        const deviation = sub(tape, x, meanOf(tape, means, k, columns));
        deviations.push(deviation);
        const own = Float32Array.from(factor);
        const white = hasProducts(type)
            ? matmul(tape, deviation, tape.constant(own, [columns, columns]))
            : mul(tape, deviation, tape.constant(own, [1, columns]));
        return reshape(tape, sum(tape, mul(tape, white, white), 1), [1, rows]);
    });
    // log (share x density), [N, K].
    const squared = scale(tape, permute(tape, concat(tape, distances, 0), [1, 0]), -0.5);
    const constants = Float32Array.from(whitenings, ({ logDeterminant }, k) => Math.log(weights[k]) + logDeterminant - (columns * Math.log(2 * Math.PI)) / 2);
    const joint = add(tape, squared, tape.constant(constants, [1, constants.length]));
    const responsibilities = softmax(tape, joint);
    // joint - log softmax is the logarithm of the row's density in each column, but has lost its digits where a component
    // is far away: such columns weigh nothing.
    const inEach = sub(tape, joint, logSoftmax(tape, joint));
    const logDensities = sum(tape, mul(tape, responsibilities, inEach), 1);
    return { responsibilities, logDensities, deviations };
}
const meanOf = (tape, means, k, columns) => tape.constant(Float32Array.from(means.subarray(k * columns, (k + 1) * columns)), [1, columns]);
/** Sum of the weights, weighted sum of the deviations, and of their products or squares. */
function componentSums(tape, deviation, weight, type) {
    const weighted = mul(tape, deviation, weight);
    const products = hasProducts(type)
        ? matmul(tape, weighted, deviation, { transposeA: true })
        : sum(tape, mul(tape, weighted, deviation), 0);
    return [sum(tape, weight), sum(tape, weighted, 0), products];
}
/** Sums over blocks, in float64. The sums of one block are read while the next is recorded, and then added. */
class Totals {
    #sums;
    #logDensity = 0;
    #reading = Promise.resolve();
    constructor(components) {
        this.#sums = Array.from({ length: components }, () => []);
    }
    /** @param own of each component, the sums of a block; `logDensity` is of all its rows. */
    async add(own, logDensity) {
        const read = Promise.all([Promise.all(own.flat().map((part) => part.data())), logDensity?.data()]);
        read.catch(() => { });
        await this.#reading;
        this.#reading = read.then(([parts, logs]) => {
            this.#logDensity += logs?.[0] ?? 0;
            const each = parts.length / this.#sums.length;
            for (const [at, part] of parts.entries())
                this.#include(Math.floor(at / each), at % each, part);
        });
        this.#reading.catch(() => { });
    }
    async end() {
        await this.#reading;
        const sums = this.#sums.map(([weight, deviation, products]) => ({
            weight: weight[0],
            deviation: deviation,
            products: products,
        }));
        return { sums, logDensity: this.#logDensity };
    }
    #include(component, at, part) {
        const sums = this.#sums[component];
        sums[at] ??= new Float64Array(part.length);
        const sum = sums[at];
        for (let i = 0; i < part.length; i++)
            sum[i] += part[i];
    }
}
//# sourceMappingURL=expectation.js.map