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
import { kmeansAssign, kmeansStep, kmeansUpdate } from "../../kernels/kmeans.js";
import { empty } from "../../tensor/index.js";
import { total } from "../centring.js";
import { toUnitLength } from "./unit_rows.js";
import { WeightedRows } from "./weights.js";
const MOST_IN_FLIGHT = 8;
/** Products that take a CPU some 5 ms: so much a run may compute in vain at its end. */
const WORTH_VAIN = 2 ** 29;
/**
 * Iterations in flight: the device goes on while the host looks at what it did. Waiting costs a GPU, or a CPU with
 * little to do, more than iterations that turn out to be too many; those are dropped, so that results do not depend
 * on this.
 */
function iterationsInFlight({ kind, isGpu }, products) {
    if (kind === "shadow")
        return 1;
    if (isGpu)
        return MOST_IN_FLIGHT;
    return Math.min(MOST_IN_FLIGHT, 1 + Math.floor(WORTH_VAIN / products));
}
/**
 * Moves the centres `start` [K, D] among the rows of x [N, D]. A cluster that lost its last row
 * continues from the row farthest from its centre, as in scikit-learn.
 */
export async function lloyd(x, start, options) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { maxIterations, tolerance, shares } = options;
        const [clusters, cols] = start.shape;
        const inFlight = iterationsInFlight(x.device.info, x.shape[0] * cols * clusters);
        const run = __addDisposableResource(env_1, new Run(x, clusters, inFlight + 1, options), false);
        run.begin(start);
        let recorded = 0;
        /** What the recorded iterations did, from the first that was not looked at. */
        const coming = [run.read(0)];
        const record = (until) => {
            const first = recorded + 1;
            for (; recorded < Math.min(until, maxIterations); recorded++)
                run.iterate(recorded + 1);
            for (let i = first; i <= recorded; i++)
                coming.push(run.read(i));
        };
        record(inFlight);
        let { centers } = await coming.shift();
        let iterations = 0;
        let moving = true;
        while (moving && iterations < maxIterations) {
            // By halves: fewer submissions than one by one.
            if (recorded - iterations <= inFlight / 2)
                record(iterations + inFlight);
            let state = await coming.shift();
            iterations++;
            if (state.counts.includes(0) && (await run.relocate(iterations, state.counts))) {
                state = await run.read(iterations);
                // What follows has to follow from these centres.
                coming.length = 0;
                recorded = iterations;
            }
            moving = squaredDistance(centers, state.centers) > tolerance;
            centers = state.centers;
        }
        const { labels, distances } = await run.assignment(iterations);
        const parts = shares ? distances.map((distance, row) => distance * shares[row]) : distances;
        return { centers, labels, inertia: total(parts), iterations };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/**
 * Device memory of a run. Iteration i leaves its centres in slot i modulo the number of slots, the start is in slot 0:
 * with one slot more than iterations in flight, those of the iteration before any of them are there, too.
 */
class Run {
    x;
    #slots;
    #label;
    #distance;
    #weighted;
    #spherical;
    #params;
    constructor(x, clusters, slots, { shares, spherical }) {
        this.x = x;
        const [rows, cols] = x.shape;
        const { device } = x;
        this.#params = { rows, cols, clusters };
        this.#slots = Array.from({ length: slots }, () => ({
            centers: empty(device, [clusters, cols]),
            counts: empty(device, [clusters], "u32"),
        }));
        this.#label = empty(device, [rows], "u32");
        this.#distance = empty(device, [rows]);
        this.#weighted = shares && new WeightedRows(x, shares);
        this.#spherical = spherical;
    }
    begin(start) {
        const { centers } = this.#after(0);
        this.x.device.copy(start.slice, centers.slice);
        if (this.#spherical)
            toUnitLength(centers);
    }
    /** Records an iteration. */
    iterate(iteration) {
        if (this.#weighted) {
            this.#assign(iteration - 1);
            this.#update(iteration);
            return;
        }
        const { centers, counts } = this.#after(iteration);
        this.x.device.record(kmeansStep, {
            x: this.x.slice,
            centers: this.#after(iteration - 1).centers.slice,
            moved: centers.slice,
            counts: counts.slice,
        }, this.#params);
        if (this.#spherical)
            toUnitLength(centers);
    }
    /** What an iteration did. A failure is thrown where the result is awaited, and nowhere if it no longer is. */
    read(iteration) {
        const { centers, counts } = this.#after(iteration);
        const state = Promise.all([centers.data(), counts.data()]).then(([moved, rows]) => ({
            centers: moved,
            counts: rows,
        }));
        state.catch(() => { });
        return state;
    }
    /**
     * Repeats an iteration that left clusters empty, the farthest rows moved to them.
     * @returns Whether there were any: not where all rows coincide with their centres.
     */
    async relocate(iteration, counts) {
        this.#assign(iteration - 1);
        const [labels, distances] = await Promise.all([this.#label.data(), this.#distance.data()]);
        const vacant = Array.from(counts.keys()).filter((k) => counts[k] === 0);
        const moved = farthestRows(distances, labels, counts, vacant.length);
        if (moved.length === 0)
            return false;
        moved.forEach((row, i) => {
            labels[row] = vacant[i];
        });
        this.#label.write(labels);
        this.#update(iteration);
        return true;
    }
    /** Where the rows belong after an iteration. */
    async assignment(iteration) {
        this.#assign(iteration);
        const [labels, distances] = await Promise.all([this.#label.data(), this.#distance.data()]);
        return { labels: new Int32Array(labels.buffer), distances: distances };
    }
    [Symbol.dispose]() {
        for (const { centers, counts } of this.#slots) {
            centers.release();
            counts.release();
        }
        this.#label.release();
        this.#distance.release();
        this.#weighted?.[Symbol.dispose]();
    }
    #after(iteration) {
        return this.#slots[iteration % this.#slots.length];
    }
    #assign(iteration) {
        this.x.device.record(kmeansAssign, {
            x: this.x.slice,
            centers: this.#after(iteration).centers.slice,
            label: this.#label.slice,
            distance: this.#distance.slice,
        }, this.#params);
    }
    /** An iteration's centres: the means of the rows by their labels, or where there are none, those before it. */
    #update(iteration) {
        const { centers, counts } = this.#after(iteration);
        this.x.device.copy(this.#after(iteration - 1).centers.slice, centers.slice);
        if (this.#weighted) {
            this.#weighted.means(this.#label, centers, counts);
        }
        else {
            this.x.device.record(kmeansUpdate, { x: this.x.slice, label: this.#label.slice, centers: centers.slice, counts: counts.slice }, this.#params);
        }
        if (this.#spherical)
            toUnitLength(centers);
    }
}
/** Up to `wanted` rows, the farthest from their centres first, none of which is its cluster's last. */
function farthestRows(distances, labels, counts, wanted) {
    const left = counts.slice();
    const order = new Uint32Array(distances.length)
        .map((_, row) => row)
        .sort((a, b) => distances[b] - distances[a] || a - b);
    const rows = [];
    for (const row of order) {
        if (rows.length === wanted || distances[row] === 0)
            break;
        if (left[labels[row]] < 2)
            continue;
        left[labels[row]]--;
        rows.push(row);
    }
    return rows;
}
function squaredDistance(a, b) {
    let sum = 0;
    for (let i = 0; i < a.length; i++)
        sum += (a[i] - b[i]) ** 2;
    return sum;
}
//# sourceMappingURL=lloyd.js.map