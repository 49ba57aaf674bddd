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
/** Where a layout begins. */
import { Tape } from "../../autograd/index.js";
import { centre } from "../../clustering/centring.js";
import { laplacianVectors } from "../../clustering/spectral/laplacian.js";
import { orthonormalizeRows } from "../../linalg/orthonormalize.js";
import { matmul } from "../../ops/index.js";
import { Random } from "../../random/philox.js";
import { tensor } from "../../tensor/index.js";
/** A beginning needs few digits. */
const TOLERANCE = 1e-3;
const MOST_PRODUCTS = 400;
/** Places begin within 0 to this, as umap-learn's. */
const EXTENT = 10;
/** Deviation of the noise that parts rows with one place. */
const NOISE = 1e-4;
/** Rounds of subspace iteration. */
const ROUNDS = 8;
/** Streams of random numbers. */
const streams = { uniform: 1, noise: 2, directions: 3 };
/**
 * Places [N, C] by the eigenvectors of the graph's Laplacian after the first; null where the graph is not connected or
 * has too few rows.
 */
export function spectralStart(graph, C, seed) {
    const { rows } = graph;
    if (rows <= C + 1)
        return null;
    const { vectors, components } = laplacianVectors(graph, {
        count: C + 1,
        tolerance: TOLERANCE,
        mostProducts: MOST_PRODUCTS,
        seed,
    });
    if (components > 1)
        return null;
    return scaled(rows, C, seed, (row, c) => vectors[(c + 1) * rows + row]);
}
/** Places by the leading C principal directions of x [N, D]; null where D is less than C. */
export async function principalStart(caller, x, C, seed) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const [rows, columns] = x.shape;
        if (columns < C)
            return null;
        const { x: centred } = await centre(caller, x);
        const _ = __addDisposableResource(env_1, centred, false);
        const random = new Random(seed, streams.directions);
        const directions = Float64Array.from({ length: C * columns }, () => random.normal());
        let places;
        for (let round = 0;; round++) {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                orthonormalizeRows(directions, C, columns);
                const tape = __addDisposableResource(env_2, new Tape(x.device, { gradient: false }), false);
                const basis = __addDisposableResource(env_2, tensor(x.device, Float32Array.from(directions), [C, columns]), false);
                const along = matmul(tape, centred, basis, { transposeB: true });
                if (round === ROUNDS) {
                    places = await along.data();
                    break;
                }
                directions.set(await matmul(tape, along, centred, { transposeA: true }).data());
            }
            catch (e_1) {
                env_2.error = e_1;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        }
        return scaled(rows, C, seed, (row, c) => places[row * C + c]);
    }
    catch (e_2) {
        env_1.error = e_2;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** Uniform places. */
export function randomStart(rows, C, seed) {
    const random = new Random(seed, streams.uniform);
    return Float32Array.from({ length: rows * C }, () => EXTENT * random.uniform());
}
/** Values with a little noise, each component moved and scaled to 0 to `EXTENT`. */
function scaled(rows, C, seed, value) {
    const random = new Random(seed, streams.noise);
    const places = new Float32Array(rows * C);
    for (let c = 0; c < C; c++) {
        let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        for (let row = 0; row < rows; row++) {
            least = Math.min(least, value(row, c));
            most = Math.max(most, value(row, c));
        }
        const factor = most > least ? EXTENT / (most - least) : 0;
        for (let row = 0; row < rows; row++) {
            places[row * C + c] = factor * (value(row, c) - least) + NOISE * random.normal();
        }
    }
    return places;
}
//# sourceMappingURL=start.js.map