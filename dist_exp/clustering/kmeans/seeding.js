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
 * Greedy k-means++: each next centre is a row drawn with a probability proportional to its squared
 * distance to the nearest centre so far; of some such rows the one that leaves the least sum of
 * distances is taken (Arthur and Vassilvitskii 2007; 2 + log(K) trials as in scikit-learn).
 */
import { Tape } from "../../autograd/index.js";
import { fill } from "../../kernels/fill.js";
import { DISTANCE_BLOCK, kmeansDistances } from "../../kernels/kmeans.js";
import { mul, reshape, sum } from "../../ops/index.js";
import { empty, Tensor, tensor } from "../../tensor/index.js";
import { total } from "../centring.js";
/**
 * Numbers of `clusters` rows of x [N, D] to start from; one comes twice only where too few differ.
 * @param shares How much each row counts, [N], above 0; null where all count alike.
 */
export async function kMeansPlusPlus(x, clusters, random, shares = null) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const rows = x.shape[0];
        const trials = 2 + Math.floor(Math.log(clusters));
        const search = __addDisposableResource(env_1, new Search(x, trials, shares), false);
        const chosen = new Uint32Array(clusters);
        chosen[0] = shares ? locate(shares, uniform48(random) * total(shares))[0] : random.integer(rows);
        let [potential] = (await search.tryRows(chosen.slice(0, 1)));
        for (let k = 1; k < clusters; k++) {
            const draws = Array.from({ length: trials }, () => drawRow(potential, rows, random, shares));
            const candidates = Uint32Array.from(await Promise.all(draws));
            const potentials = await search.tryRows(candidates, potential.closest);
            const best = potentials.reduce((least, p, trial) => (p.total < potentials[least].total ? trial : least), 0);
            chosen[k] = candidates[best];
            potential = potentials[best];
        }
        return chosen;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** Device memory of a search, and what it computes there. */
class Search {
    x;
    #device;
    #blocks;
    /** [trials, padded rows] each: one holds the distances to the centres so far while the other is written. */
    #distances;
    #sums;
    /** [1, padded rows], zeros past the last row. */
    #shares;
    constructor(x, trials, shares) {
        this.x = x;
        this.#device = x.device;
        this.#blocks = Math.ceil(x.shape[0] / DISTANCE_BLOCK);
        const padded = this.#blocks * DISTANCE_BLOCK;
        this.#distances = [empty(x.device, [trials, padded]), empty(x.device, [trials, padded])];
        this.#sums = empty(x.device, [trials, this.#blocks]);
        const all = new Float32Array(shares ? padded : 0);
        if (shares)
            all.set(shares);
        this.#shares = shares && tensor(x.device, all, [1, padded]);
    }
    /** What each of some rows would make of the potential as the next centre; `closest` is missing at the first. */
    async tryRows(candidates, closest = this.#nothingClose()) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const [rows, cols] = this.x.shape;
            const target = this.#distances[0];
            this.#distances.reverse();
            const index = __addDisposableResource(env_2, tensor(this.#device, candidates, [candidates.length]), false);
            this.#device.record(kmeansDistances, {
                x: this.x.slice,
                source: this.x.slice,
                index: index.slice,
                closest: closest.slice,
                distance: target.slice,
                sums: this.#sums.slice,
            }, { rows, cols, points: rows, candidates: candidates.length });
            if (this.#shares)
                this.#weigh(target, candidates.length, this.#shares);
            const sums = (await this.#sums.data());
            return Array.from(candidates, (_, trial) => {
                const blockSums = sums.subarray(trial * this.#blocks, (trial + 1) * this.#blocks);
                return { closest: this.#row(target, trial), blockSums, total: total(blockSums) };
            });
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    [Symbol.dispose]() {
        for (const tensor of [...this.#distances, this.#sums])
            tensor.release();
        this.#shares?.release();
    }
    /** The sums, of distances times the rows' shares. */
    #weigh(distances, candidates, shares) {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_3, new Tape(this.#device, { gradient: false }), false);
            const weighted = reshape(tape, mul(tape, distances, shares), [
                distances.shape[0] * this.#blocks,
                DISTANCE_BLOCK,
            ]);
            const sums = sum(tape, weighted, 1).slice;
            const bytes = 4 * candidates * this.#blocks;
            this.#device.copy({ ...sums, bytes }, { ...this.#sums.slice, bytes });
        }
        catch (e_3) {
            env_3.error = e_3;
            env_3.hasError = true;
        }
        finally {
            __disposeResources(env_3);
        }
    }
    #row(distances, trial) {
        const padded = this.#blocks * DISTANCE_BLOCK;
        const { buffer, offset } = distances.slice;
        const slice = { buffer, offset: offset + 4 * trial * padded, bytes: 4 * padded };
        return new Tensor(this.#device, slice, [padded]);
    }
    #nothingClose() {
        const closest = this.#row(this.#distances[1], 0);
        this.#device.record(fill, { y: closest.slice }, { count: closest.size, value: Number.POSITIVE_INFINITY });
        return closest;
    }
}
/** From 0 up to 1; above 24 bits, so that each of very many rows can be met. */
const uniform48 = (random) => random.integer(2 ** 48) / 2 ** 48;
/** A row with a probability proportional to its distance and share; any row where all distances are zero. */
async function drawRow({ closest, blockSums, total }, rows, random, shares) {
    const fraction = uniform48(random);
    if (total === 0)
        return Math.floor(fraction * rows);
    const [block, rest] = locate(blockSums, fraction * total);
    const { device, slice } = closest;
    const bytes = 4 * DISTANCE_BLOCK;
    const offset = slice.offset + block * bytes;
    const distances = new Float32Array(await device.read({ buffer: slice.buffer, offset, bytes }));
    const first = block * DISTANCE_BLOCK;
    const weighted = shares ? distances.map((distance, i) => distance * (shares[first + i] ?? 0)) : distances;
    return first + locate(weighted, rest)[0];
}
/** The first position at which the sum of the weights exceeds `target`, and what is left of the target there. */
function locate(weights, target) {
    let last = 0;
    let rest = target;
    for (let i = 0; i < weights.length; i++) {
        if (weights[i] === 0)
            continue;
        if (rest < weights[i])
            return [i, rest];
        rest -= weights[i];
        last = i;
    }
    // Block sums are rounded, so that a target near a block's end may lie behind its rows.
    return [last, rest];
}
//# sourceMappingURL=seeding.js.map