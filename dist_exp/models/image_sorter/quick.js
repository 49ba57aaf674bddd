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
/** Sorts images in seconds: features that need no training, several ways to sort them, and the one that fits best. */
import { evenly, subset } from "../../data/image_set.js";
import { DataError, DeviceError, SkeinError } from "../../errors.js";
import { Pca, Umap } from "../../features/index.js";
import { SmallerImages, smallerImages, smallerSize } from "../../features/smaller_images.js";
import { empty, sizeOf, tensor } from "../../tensor/index.js";
import { distinctRows } from "../distinct.js";
import { argmaxRows } from "../image_model.js";
import { predicts } from "../pipeline/answers.js";
import { examplesOf } from "../pipeline/examples.js";
import { Pipeline } from "../pipeline/index.js";
import { describePipeline } from "../pipeline/pipeline_file.js";
import { Jury } from "./jury.js";
import { featureRecipes, methodRecipes } from "./recipes.js";
/** Images that the ways are tried on; the others go to the clusters of the images that they are most like. */
const SAMPLE = 2000;
/** Principal components that are kept of features. */
const COMPONENTS = 50;
/** Of the places that UMAP gives: enough to keep clusters apart, few enough for distances to tell. */
const PLACES = { components: 5, minDist: 0, neighbors: 15, epochs: 200 };
/** Rows and columns from which components are found approximately: exact ones take the host longer than all else. */
const MANY = 300;
/** Below, UMAP has too few neighbours to lay out. */
const LEAST_PLACED = 16;
/**
 * Tries all recipes on the images, or on 2,000 of them at even distances, and keeps the clustering that most features
 * agree with (`Jury`).
 * @throws {DataError} if fewer images differ than there are clusters.
 */
export async function quickClusters(images, { clusters, seed, device, signal, onFeatures }) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const start = performance.now();
        const sample = evenly(images.count, SAMPLE);
        const seen = sample.length === images.count ? images : subset(images, sample);
        const jury = new Jury();
        const ways = [];
        const views = __addDisposableResource(env_1, new ImageSizes(seen, device), false);
        let failure = null;
        for (const recipe of featureRecipes.filter(({ suits, side }) => suits(smaller(images, side)))) {
            signal?.throwIfAborted();
            onFeatures?.(recipe.name);
            try {
                const view = await views.get(recipe.side);
                ways.push(...(await waysOf(recipe, view, { clusters, seed, device, signal, jury })));
            }
            catch (error) {
                // Images may have no such features, as where all of them are one colour: others may still tell them apart.
                if (!(error instanceof SkeinError) || error instanceof DeviceError)
                    throw error;
                failure ??= error;
            }
        }
        const judged = ways
            .map((way) => ({ ...way, score: jury.score(way.labels) }))
            .sort((a, b) => b.score - a.score);
        const full = judged.filter(({ labels }) => new Set(labels).size === clusters);
        const [best] = full.length > 0 ? full : judged;
        if (!best)
            throw failure ?? new DataError("no features tell these images apart: give larger images");
        const model = await pipelineOf(best, seen, device, (performance.now() - start) / 1000);
        try {
            const found = await assignments(model, images, best.labels, sample.length === images.count);
            const tried = judged.map(({ features, method, score }) => ({ features, method, score }));
            const chosen = { features: best.features, method: best.method, score: best.score };
            const seconds = (performance.now() - start) / 1000;
            return { model, chosen, tried, ...found, sample, jury, seconds };
        }
        catch (error) {
            await model.close();
            throw error;
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
function smaller({ height, width, channels }, side) {
    const [h, w] = smallerSize(height, width, side);
    return { height: h, width: w, channels };
}
/** The images on the device, once for each size that features ask for. */
class ImageSizes {
    #images;
    #device;
    #views = new Map();
    constructor(images, device) {
        this.#images = images;
        this.#device = device;
    }
    /** With at most `side` pixels on the shorter side. */
    async get(side) {
        const size = smaller(this.#images, side);
        const key = `${size.height} ${size.width}`;
        const known = this.#views.get(key);
        if (known)
            return known;
        const { count, height, width, channels } = this.#images;
        const reduced = size.height < height || size.width < width;
        const shape = [count, size.height, size.width, channels];
        const images = empty(this.#device, shape);
        try {
            const examples = await examplesOf("ImageSorter.fit", this.#images, async () => this.#device);
            const bytes = 4 * sizeOf(shape.slice(1));
            for await (const { first, count, x } of examples.blocks()) {
                const env_2 = { stack: [], error: void 0, hasError: false };
                try {
                    const made = __addDisposableResource(env_2, reduced ? smallerImages(x, side) : null, false);
                    const { buffer, offset } = images.slice;
                    const to = { buffer, offset: offset + first * bytes, bytes: count * bytes };
                    this.#device.copy({ ...(made ?? x).slice, bytes: to.bytes }, to);
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
        catch (error) {
            images.release();
            throw error;
        }
        const view = { size, images, side: reduced ? side : null };
        this.#views.set(key, view);
        return view;
    }
    [Symbol.dispose]() {
        for (const { images } of this.#views.values())
            images.release();
    }
}
/** The methods with one of the features; tells the jury of the features, too. */
async function waysOf(recipe, { size, images, side }, { clusters, seed, device, signal, jury }) {
    const env_3 = { stack: [], error: void 0, hasError: false };
    try {
        const features = recipe.create(size, seed);
        const describe = new Pipeline([["features", features]], { device });
        const described = await (await describe.fit(images, { signal })).transform(images);
        const { rows: count, columns } = described;
        if (distinctRows(described.data, count, clusters) < clusters) {
            throw new DataError(`the features ${recipe.name} tell fewer than ${clusters} images apart: ask for fewer clusters`);
        }
        const steps = [
            ["features", side === null ? features : new SmallerImages(features, { side })],
        ];
        const raw = __addDisposableResource(env_3, tensor(device, described.data, [count, columns]), false);
        const components = Math.min(COMPONENTS, count - 1);
        const solver = Math.min(count, columns) > MANY ? "randomized" : "auto";
        const pca = columns > COMPONENTS && count > 2 ? new Pca({ components, solver, seed }) : null;
        const compressed = __addDisposableResource(env_3, pca && (await (await pca.fit(raw)).transform(raw)), false);
        if (pca)
            steps.push(["components", pca]);
        const x = compressed ?? raw;
        await jury.add(x);
        const umap = count >= LEAST_PLACED ? new Umap({ ...PLACES, seed }) : null;
        const places = __addDisposableResource(env_3, umap && (await umap.fitTransform(x)), false);
        const ways = [];
        for (const method of methodRecipes) {
            signal?.throwIfAborted();
            const source = method.reduced ? places : x;
            if (source === null)
                continue;
            const clusterer = method.create(clusters, seed);
            const labels = Int32Array.from(await clusterer.fitPredict(source));
            ways.push({
                ...{ features: recipe.name, method: method.name, labels, clusterer },
                steps: method.reduced ? [...steps, ["places", umap]] : steps,
                rows: { columns: source.shape[1], data: await source.data() },
            });
        }
        return ways;
    }
    catch (e_3) {
        env_3.error = e_3;
        env_3.hasError = true;
    }
    finally {
        __disposeResources(env_3);
    }
}
/** The fitted parts of a way as a model. */
async function pipelineOf(way, images, device, seconds) {
    const { height, width, channels, range } = images;
    const { clusterer, labels, steps, rows } = way;
    const fitted = {
        ...{ shape: [height, width, channels], labels, seconds },
        size: { height, width, channels, ...(range !== undefined && { range }) },
        clusters: labels.reduce((most, label) => Math.max(most, label + 1), 0),
        rows: predicts(clusterer) ? null : rows,
    };
    return await Pipeline.open(describePipeline([...steps, ["cluster", clusterer]], fitted), device);
}
/** The clusters of all images: those that `fit` gave where it got them all, else the model's answers. */
async function assignments(model, images, labels, all) {
    const shares = await model.predictProba(images);
    const clusters = all ? labels : argmaxRows(shares);
    const confidence = Float32Array.from(clusters, (label, row) => shares.data[row * shares.columns + label]);
    return { clusters, confidence };
}
//# sourceMappingURL=quick.js.map