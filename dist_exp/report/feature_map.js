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
/** A map of the features: images that the network finds alike lie together. */
import { openDevice } from "../device/node/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { Umap } from "../features/umap/umap.js";
import { tensor } from "../tensor/index.js";
/** Below this many points a neighbourhood graph says nothing; the first two features do. */
const FEWEST_FOR_UMAP = 8;
const MIN_DIST = 0.15;
/**
 * Lays out features in the plane: standardised, by `Umap` on the native device, so that maps are the same beside any GPU.
 *
 * @param features [N, dimensions], row-major.
 * @throws ShapeError when the length is no multiple of `dimensions`, or `indices` is not one per row.
 * @throws ArgumentError for a feature that is not finite, or a sample below 1.
 */
export async function featureMap(features, dimensions, options = {}) {
    const { sample = 2000, seed = 0, indices } = options;
    const rows = features.length / dimensions;
    if (!Number.isInteger(rows)) {
        throw new ShapeError(`featureMap: ${features.length} values are no rows of ${dimensions} features.`);
    }
    if (indices && indices.length !== rows) {
        throw new ShapeError(`featureMap: indices has ${indices.length} values for ${rows} rows.`);
    }
    const bad = features.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
        throw new ArgumentError(`featureMap: feature ${bad % dimensions} of row ${Math.floor(bad / dimensions)} is ${features[bad]}.`);
    }
    const chosen = sampleIndices(rows, sample, seed);
    const xy = await places(standardise(features, dimensions, chosen), chosen.length, dimensions, seed);
    return { indices: indices ? chosen.map((row) => indices[row]) : chosen, xy };
}
/**
 * Draws `sample` of `rows` numbers without replacement (all of them, shuffled, when there are no more), so
 * that features need computing only for images on the map.
 * @throws ArgumentError when `sample` is no whole number above 0.
 */
export function sampleIndices(rows, sample, seed) {
    if (!Number.isInteger(sample) || sample < 1) {
        throw new ArgumentError(`featureMap: sample is ${sample}; give a whole number of at least 1.`);
    }
    const random = generator(seed);
    const numbers = Int32Array.from({ length: rows }, (_, i) => i);
    const taken = Math.min(sample, rows);
    for (let i = 0; i < taken; i++) {
        const j = i + Math.floor(random() * (rows - i));
        [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
    }
    return numbers.slice(0, taken);
}
async function places(rows, count, dimensions, seed) {
    if (count < FEWEST_FOR_UMAP) {
        return Float32Array.from({ length: 2 * count }, (_, i) => i % 2 < dimensions ? rows[Math.floor(i / 2) * dimensions + (i % 2)] : 0);
    }
    const device = await openDevice("native");
    try {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const x = __addDisposableResource(env_1, tensor(device, rows, [count, dimensions]), false);
            return (await new Umap({ minDist: MIN_DIST, seed: seed >>> 0 }).fit(x)).embedding;
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
        await device.close();
    }
}
/** The chosen rows with mean 0 and variance 1 per feature; a constant feature becomes 0. */
function standardise(features, dimensions, chosen) {
    const rows = new Float32Array(chosen.length * dimensions);
    for (let j = 0; j < dimensions; j++) {
        const column = Float64Array.from(chosen, (row) => features[row * dimensions + j]);
        const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
        const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
        const scale = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
        for (let i = 0; i < column.length; i++)
            rows[i * dimensions + j] = (column[i] - mean) * scale;
    }
    return rows;
}
/** SplitMix32: uniform numbers in [0, 1) from a 32-bit state (G. Steele, D. Lea and C. Flood, 2014). */
function generator(seed) {
    let state = seed | 0;
    return () => {
        state = (state + 0x9e3779b9) | 0;
        let z = state ^ (state >>> 16);
        z = Math.imul(z, 0x21f0aaad);
        z ^= z >>> 15;
        z = Math.imul(z, 0x735a2d97);
        return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
    };
}
//# sourceMappingURL=feature_map.js.map