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
/** How much images have of each of K small patterns that were learned from them. */
import { magnitude, unusableRow } from "../../clustering/centring.js";
import { KMeans } from "../../clustering/kmeans/kmeans.js";
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import { imageFeatures, registerEstimator } from "../../estimators/registry.js";
import { stateArray } from "../../estimators/state_array.js";
import { symmetricEigen } from "../../linalg/eigen.js";
import { matmul } from "../../ops/index.js";
import { Random } from "../../random/philox.js";
import { show, tensor } from "../../tensor/index.js";
import { mapBlocks } from "../blocks.js";
import { checkImages } from "../check_images.js";
import { columnStatistics } from "../column_statistics.js";
import { gramMatrix } from "../gram.js";
import { encode, evenContrast } from "./encode.js";
import { gridOf, randomPatches } from "./patches.js";
/** Most iterations of k-means. */
const ITERATIONS = 50;
/**
 * Features of images without labels, by k-means (Coates and Ng 2011): patches from random places, each of mean 0 and
 * contrast 1, are whitened (ZCA), and their K clusters are a dictionary. Of each patch of an image, pattern k has
 * max(0, mean distance to all patterns - distance to k); the sums over the image's four quadrants are its features.
 *
 * ```ts
 * const patches = await new PatchDictionary({ atoms: 100 }).fit(images); // images: a tensor [N, H, W, C], 0 to 1
 * const y = await patches.transform(images); // [N, 400]
 * ```
 */
export class PatchDictionary {
    kind = "patch_dictionary";
    #options;
    #fitted = null;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ atoms = 256, patchSize = 6, stride = 1, patches = 20_000, contrast = 10 / 255 ** 2, whitening = 0.1, seed = 0, } = {}) {
        for (const [name, value, low] of [
            ["atoms", atoms, 1],
            ["patchSize", patchSize, 2],
            ["stride", stride, 1],
            ["patches", patches, 1],
        ]) {
            if (Number.isInteger(value) && value >= low)
                continue;
            throw new ArgumentError(`PatchDictionary: ${name} is ${value}: give a whole number from ${low} up`);
        }
        if (patches < atoms) {
            throw new ArgumentError(`PatchDictionary: ${patches} patches cannot fill ${atoms} atoms: give more patches or fewer atoms`);
        }
        for (const [name, value] of Object.entries({ contrast, whitening })) {
            if (value > 0 && Number.isFinite(value))
                continue;
            throw new ArgumentError(`PatchDictionary: ${name} is ${value}: give a number above 0`);
        }
        if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
            throw new ArgumentError(`PatchDictionary: seed is ${seed}: give an unsigned 32-bit integer`);
        }
        this.#options = { atoms, patchSize, stride, patches, contrast, whitening, seed };
    }
    /** The patterns, of whitened patches: [K, patch height, patch width, C] row by row. */
    get atoms() {
        return this.#result().atoms.slice();
    }
    /**
     * Learns the patterns from x [N, H, W, C], values 0 to 1.
     * @throws {ShapeError} if x is not images of float32, or they are smaller than a patch.
     * @throws {DataError} if x holds values that are not finite, or a patch has more values than there are patches.
     */
    async fit(x) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { atoms, patchSize, stride, patches, contrast, whitening, seed } = this.#options;
            const caller = "PatchDictionary.fit";
            checkImages(caller, x);
            const grid = gridOf(caller, x.shape, patchSize, stride);
            await checkFinite(caller, x);
            if (patches < grid.values) {
                throw new DataError(`${caller}: ${patches} patches are fewer than their ${grid.values} values: give more patches or a smaller patchSize`);
            }
            const chosen = await randomPatches(x, grid, patches, new Random(seed, 0));
            const raw = __addDisposableResource(env_1, tensor(x.device, chosen, [patches, grid.values]), false);
            const even = __addDisposableResource(env_1, mapBlocks(raw, grid.values, (tape, part, target) => {
                copyTo(target, evenContrast(tape, part, contrast));
            }), false);
            const matrix = await zca(caller, even, whitening);
            const factor = __addDisposableResource(env_1, tensor(x.device, matrix, [grid.values, grid.values]), false);
            const white = __addDisposableResource(env_1, mapBlocks(even, grid.values, (tape, part, target) => {
                copyTo(target, matmul(tape, part, factor));
            }), false);
            const kmeans = await new KMeans({ clusters: atoms, maxIterations: ITERATIONS, seed }).fit(white);
            this.#fitted = {
                channels: grid.channels,
                whitening: matrix,
                atoms: Float32Array.from(kmeans.clusterCenters),
            };
            return this;
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
     * The features of x [N, H, W, C], [N, 4 K]: for the quadrants top left, top right, bottom left and bottom right, the
     * patterns' sums. The caller releases it.
     * @throws {ArgumentError} before `fit`.
     * @throws {ShapeError} if x is not images of float32 with as many channels as `fit` got, or they are smaller than a
     *   patch.
     * @throws {DataError} if x holds values that are not finite.
     */
    async transform(x) {
        const caller = "PatchDictionary.transform";
        const { channels, whitening, atoms } = this.#result();
        const { patchSize, stride, contrast } = this.#options;
        checkImages(caller, x);
        if (x.shape[3] !== channels) {
            throw new ShapeError(`${caller}: images are ${show(x.shape)}, fit got ${channels} channels: give the same kind of images`);
        }
        const grid = gridOf(caller, x.shape, patchSize, stride);
        await checkFinite(caller, x);
        return encode(x, grid, { whitening, atoms, contrast });
    }
    /** What it learned, for a file. @throws {ArgumentError} before `fit`. */
    state() {
        const { channels, whitening, atoms } = this.#result();
        const values = Math.sqrt(whitening.length);
        return {
            options: this.#options,
            arrays: {
                whitening: { shape: [values, values], data: whitening },
                atoms: { shape: [this.#options.atoms, values], data: atoms },
            },
            details: { channels },
        };
    }
    /** @throws {SkeinError} where the state is not one of a PatchDictionary. */
    static restore(state) {
        const dictionary = new PatchDictionary(state.options);
        const { atoms, patchSize } = dictionary.#options;
        const { channels } = (state.details ?? {});
        if (typeof channels !== "number" || !(Number.isInteger(channels) && channels >= 1)) {
            throw new DataError("patch_dictionary: the state has no number of channels: save the estimator again");
        }
        const values = patchSize ** 2 * channels;
        const array = (name, shape) => new Float32Array(stateArray("patch_dictionary", state, name, "f32", shape).data);
        dictionary.#fitted = {
            channels,
            whitening: array("whitening", [values, values]),
            atoms: array("atoms", [atoms, values]),
        };
        return dictionary;
    }
    #result() {
        if (!this.#fitted)
            throw new ArgumentError("PatchDictionary: there is no result yet: call fit first");
        return this.#fitted;
    }
}
/** V (L + whitening)^-1/2 V^T of the columns' covariance V L V^T, [D, D]: symmetric, so that patches stay patches. */
async function zca(caller, x, whitening) {
    const [rows, n] = x.shape;
    const statistics = await columnStatistics(caller, x);
    const { values, vectors } = symmetricEigen(await gramMatrix(x, statistics), n);
    const unit = rows * statistics.scale ** 2;
    const factors = values.map((value) => 1 / Math.sqrt(Math.max(0, value) / unit + whitening));
    const matrix = new Float32Array(n * n);
    for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let k = 0; k < n; k++)
                sum += factors[k] * vectors[k * n + i] * vectors[k * n + j];
            matrix[i * n + j] = sum;
        }
    }
    return matrix;
}
/** @throws {DataError} if an image of x holds values that are not finite. */
async function checkFinite(caller, x) {
    const rows = x.view([x.shape[0], x.size / x.shape[0]]);
    if (!Number.isFinite(await magnitude(rows)))
        throw await unusableRow(caller, rows);
}
function copyTo(target, from) {
    target.device.copy({ ...from.slice, bytes: target.slice.bytes }, target.slice);
}
registerEstimator({ kind: "patch_dictionary", restore: PatchDictionary.restore });
imageFeatures.add({
    name: "patches",
    about: "sums of learned small patterns over four quadrants (Coates and Ng 2011)",
    create: ({ seed }) => new PatchDictionary({ seed }),
});
//# sourceMappingURL=patch_dictionary.js.map