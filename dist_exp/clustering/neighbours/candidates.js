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
/** Points that may be among the nearest, by float32 scores, and the nearest of them by exact distances. */
import { Tape } from "../../autograd/index.js";
import { nearestRows } from "../../kernels/nearest_rows.js";
import { gatherRows, matmul } from "../../ops/index.js";
import { empty, tensor } from "../../tensor/index.js";
/** Elements of a block of products at most. */
const BLOCK_ELEMENTS = 2 ** 24;
/** Points kept besides k: where the last of them is certainly farther away than the k-th, no others matter. */
const spare = (k) => 4 + Math.ceil(k / 8);
/**
 * The k nearest of `points` [N, D] to each of `queries` [M, D], moved as `measure` says; `own` where both are one and
 * no row counts itself.
 */
export async function nearestPoints(queries, points, measure, k, own) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { device } = queries;
        const [rows, cols] = queries.shape;
        const count = points.shape[0];
        const keep = Math.min(count - (own ? 1 : 0), k + spare(k));
        const halfNorms = __addDisposableResource(env_1, tensor(device, measure.halfNorms, [count]), false);
        const index = __addDisposableResource(env_1, empty(device, [rows, keep], "u32"), false);
        const score = __addDisposableResource(env_1, empty(device, [rows, keep]), false);
        device.record(nearestRows, {
            queries: queries.slice,
            x: points.slice,
            half_norms: halfNorms.slice,
            index: index.slice,
            score: score.slice,
        }, { rows, points: count, cols, keep, own: own ? 1 : 0, start: 0 });
        const [indices, scores] = await Promise.all([index.data(), score.data()]);
        const found = {
            rows,
            neighbours: k,
            indices: new Int32Array(rows * k),
            distances: new Float32Array(rows * k),
        };
        const ranking = new Ranking(measure, found);
        const all = keep < k + spare(k);
        const doubtful = [];
        for (let row = 0, at = 0; row < rows; row++, at += keep) {
            const kth = scores[at + k - 1];
            const threshold = kth - measure.doubt(row, kth);
            if (!all && !(scores[at + keep - 1] < threshold)) {
                doubtful.push(row);
                continue;
            }
            // Where all are kept their scores may be any, and their numbers missing.
            if (all)
                for (let j = 0; j < count; j++)
                    if (!own || j !== row)
                        ranking.add(j, row);
            if (!all)
                for (let i = 0; i < keep; i++)
                    if (scores[at + i] >= threshold)
                        ranking.add(indices[at + i], row);
            ranking.put(row);
        }
        await compareAll(queries, points, measure, ranking, doubtful, own);
        return found;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** The rows in doubt: all points whose scores rounding may have misplaced are measured. */
async function compareAll(queries, points, measure, ranking, rows, own) {
    const { device } = queries;
    const count = points.shape[0];
    const scan = new Scan(count, ranking.k);
    const block = Math.max(1, Math.floor(BLOCK_ELEMENTS / count));
    for (let first = 0; first < rows.length; first += block) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const some = rows.slice(first, first + block);
            const index = __addDisposableResource(env_2, tensor(device, Uint32Array.from(some), [some.length]), false);
            const tape = __addDisposableResource(env_2, new Tape(device, { gradient: false }), false);
            const products = matmul(tape, gatherRows(tape, queries, index), points, { transposeB: true });
            const values = await products.data();
            for (const [i, row] of some.entries()) {
                const scores = scan.scores(values.subarray(i * count, (i + 1) * count), measure.halfNorms);
                if (own)
                    scores[row] = Number.NEGATIVE_INFINITY;
                const kth = scan.kth();
                const threshold = kth - measure.doubt(row, kth);
                for (let j = 0; j < count; j++) {
                    if (scores[j] < threshold || (own && j === row))
                        continue;
                    ranking.add(j, row);
                    if (ranking.isFinal)
                        break;
                }
                ranking.put(row);
            }
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
}
/** The scores of all points for one query. */
class Scan {
    k;
    #scores;
    #best;
    constructor(points, k) {
        this.k = k;
        this.#scores = new Float64Array(points);
        this.#best = new Float64Array(2 * k);
    }
    scores(products, halfNorms) {
        for (let j = 0; j < products.length; j++)
            this.#scores[j] = products[j] - halfNorms[j];
        return this.#scores;
    }
    /** The k-th greatest score: they are sorted whenever k more than needed are there. */
    kth() {
        const { k } = this;
        const best = this.#best;
        let count = 0;
        let limit = Number.NEGATIVE_INFINITY;
        const keepBest = () => {
            best.subarray(0, count).sort();
            best.copyWithin(0, count - k, count);
            limit = best[0];
            count = k;
        };
        for (const score of this.#scores) {
            if (score <= limit)
                continue;
            best[count++] = score;
            if (count === best.length)
                keepBest();
        }
        keepBest();
        return limit;
    }
}
/** The k nearest of the points of one query after another, by exact distances, then by their numbers. */
class Ranking {
    measure;
    to;
    #index;
    #squared;
    #count = 0;
    constructor(measure, to) {
        this.measure = measure;
        this.to = to;
        this.#index = new Int32Array(to.neighbours);
        this.#squared = new Float64Array(to.neighbours);
    }
    get k() {
        return this.to.neighbours;
    }
    /** Whether no point of a greater number could be nearer: k points lie where the query lies. */
    get isFinal() {
        return this.#count === this.k && this.#squared[this.k - 1] === 0;
    }
    add(index, row) {
        const [indices, squares] = [this.#index, this.#squared];
        const squared = this.measure.squared(row, index);
        const after = (at) => squares[at] > squared || (squares[at] === squared && indices[at] > index);
        let at = this.#count;
        if (at < this.k)
            this.#count++;
        else if (!after(--at))
            return;
        for (; at > 0 && after(at - 1); at--) {
            squares[at] = squares[at - 1];
            indices[at] = indices[at - 1];
        }
        squares[at] = squared;
        indices[at] = index;
    }
    /** Writes the nearest of at least k points. Begins again. */
    put(row) {
        const { indices, distances } = this.to;
        indices.set(this.#index, row * this.k);
        for (let i = 0; i < this.k; i++)
            distances[row * this.k + i] = Math.sqrt(this.#squared[i]);
        this.#count = 0;
    }
}
//# sourceMappingURL=candidates.js.map