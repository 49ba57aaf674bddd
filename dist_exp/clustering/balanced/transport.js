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
 * Entropic optimal transport between rows and centres (M. Cuturi, "Sinkhorn distances: lightspeed computation of optimal
 * transport", NIPS 2013). Each row has a mass of 1, each centre a share of all. The plan is
 *
 *   P[n, k] = softmax over k of (price[k] - cost[n, k]) / epsilon
 *
 * with the prices at which each centre gets its share: rows scale by the softmax, centres by their prices.
 */
import { Tape } from "../../autograd/index.js";
import { add, argmax, matmul, scale, softmax, sub, sum } from "../../ops/index.js";
import { rowBlocks } from "../row_blocks.js";
/** Elements of a block of rows, costs and values together. */
const BLOCK_ELEMENTS = 2 ** 23;
/** A share below this is as if it were this: its logarithm stays finite. */
const LEAST_SHARE = 1e-30;
export class Transport {
    #blocks = [];
    #rows;
    /** Between x [N, D] and centres [K, D]: takes N x K elements of the device's memory. */
    constructor(x, centers) {
        const [rows, cols] = x.shape;
        this.#rows = rows;
        const clusters = centers.length / cols;
        const norms = new Float32Array(clusters);
        for (let i = 0; i < centers.length; i++)
            norms[Math.floor(i / cols)] += centers[i] ** 2;
        for (const { first, part } of rowBlocks(x, BLOCK_ELEMENTS / (cols + clusters))) {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_1, new Tape(x.device, { gradient: false }), false);
                const points = tape.constant(centers, [clusters, cols]);
                const products = scale(tape, matmul(tape, part, points, { transposeB: true }), -2);
                const costs = tape.take(add(tape, products, tape.constant(norms, [1, clusters])));
                this.#blocks.push({ first, rows: part, costs });
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
     * Moves the prices until the centres' shares are those wanted, or for so many iterations.
     * @returns The sum of the differences that are left.
     */
    async balance(prices, wanted, epsilon, { tolerance, maxIterations }) {
        for (let iteration = 0;; iteration++) {
            const shares = await this.#sums(prices, epsilon, (tape, plan) => [sum(tape, plan, 0)]);
            const got = shares[0].map((share) => share / this.#rows);
            const difference = got.reduce((all, share, k) => all + Math.abs(share - wanted[k]), 0);
            if (difference <= tolerance || iteration === maxIterations)
                return difference;
            for (const k of prices.keys()) {
                prices[k] += epsilon * Math.log(wanted[k] / Math.max(got[k], LEAST_SHARE));
            }
        }
    }
    /** The means of the rows by their shares in each centre, [K, D]; null for a centre without any. */
    async means(prices, epsilon) {
        const [sums, shares] = await this.#sums(prices, epsilon, (tape, plan, rows) => [
            matmul(tape, plan, rows, { transposeA: true }),
            sum(tape, plan, 0),
        ]);
        const cols = sums.length / prices.length;
        return Array.from(prices, (_, k) => {
            const share = shares[k];
            return share > 0 ? sums.slice(k * cols, (k + 1) * cols).map((value) => value / share) : null;
        });
    }
    /** The centre at which each row pays least, its price taken off. */
    async labels(prices) {
        const labels = new Int32Array(this.#rows);
        for (const { first, costs } of this.#blocks) {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_2, new Tape(costs.device, { gradient: false }), false);
                const own = tape.constant(Float32Array.from(prices), [1, prices.length]);
                labels.set(await argmax(tape, sub(tape, own, costs)).data(), first);
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        }
        return labels;
    }
    /** [N, K]. */
    async costs() {
        const parts = await Promise.all(this.#blocks.map(({ costs }) => costs.data()));
        const clusters = this.#blocks[0].costs.shape[1];
        const all = new Float32Array(this.#rows * clusters);
        for (const [i, part] of parts.entries())
            all.set(part, this.#blocks[i].first * clusters);
        return all;
    }
    [Symbol.dispose]() {
        for (const { costs } of this.#blocks)
            costs.release();
    }
    /** Sums over all rows of what a block's plan gives: float32 in a block, float64 over blocks, in their order. */
    async #sums(prices, epsilon, of) {
        const reads = this.#blocks.map(({ rows, costs }) => {
            const env_3 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_3, new Tape(costs.device, { gradient: false }), false);
                const own = tape.constant(Float32Array.from(prices), [1, prices.length]);
                const plan = softmax(tape, scale(tape, sub(tape, own, costs), 1 / epsilon));
                const read = Promise.all(of(tape, plan, rows).map((part) => part.data()));
                // It is waited for below: a failure until then must not end the process.
                read.catch(() => { });
                return read;
            }
            catch (e_3) {
                env_3.error = e_3;
                env_3.hasError = true;
            }
            finally {
                __disposeResources(env_3);
            }
        });
        const totals = [];
        for (const read of reads) {
            for (const [at, part] of (await read).entries()) {
                totals[at] ??= new Float64Array(part.length);
                for (let i = 0; i < part.length; i++)
                    totals[at][i] += part[i];
            }
        }
        return totals;
    }
}
//# sourceMappingURL=transport.js.map