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
/** How many classes images have, from features that need no training. */
import { chooseClusters, } from "../clustering/selection/choose_clusters.js";
import { criteriaOf } from "../clustering/selection/criterion.js";
import { evenly, subset } from "../data/image_set.js";
import { ArgumentError, DataError, SkeinError } from "../errors.js";
import { imageFeatures } from "../estimators/registry.js";
import "../features/index.js";
import { FeatureUnion } from "../features/feature_union.js";
import { Pca } from "../features/pca/pca.js";
import { LAYOUT_SILHOUETTE } from "../features/umap/layout_silhouette.js";
import { tensor } from "../tensor/index.js";
import { OwnDevice } from "./own_device.js";
import { Pipeline } from "./pipeline/index.js";
/** Pixels of larger images take longer than all the others together. */
const MOST_VALUES = 3 * 64 ** 2;
/** Shapes, textures and contrast, the images themselves, and colours. */
export const CHOICE_FEATURES = [
    { features: { hog: 1 }, suits: () => true },
    { features: { lbp: 1, moments: 1 }, suits: () => true },
    {
        features: { pixels: 1 },
        suits: ({ height, width, channels }) => height * width * channels <= MOST_VALUES,
    },
    { features: { colour: 1 }, suits: ({ channels }) => channels === 3 },
];
const SAMPLE = 4000;
const COMPONENTS = 50;
/**
 * Judges numbers of classes for images: features, their principal components, then `chooseClusters`. Images beyond
 * `sample` are left out at even distances.
 *
 * Which features tell classes apart depends on the images. Where none are given, those are taken whose highest value of
 * the criterion "umap-silhouette", over all numbers of classes, is the greatest.
 * @throws {ArgumentError} if an option is out of its range or a feature unknown.
 * @throws {DataError} for fewer than 3 images that differ.
 */
export async function chooseImageClusters(images, options = {}) {
    const { features, components = COMPONENTS, device: choice = "auto", onProgress, ...rest } = options;
    const { seed = 0, sample = SAMPLE, signal } = rest;
    if (!(Number.isInteger(components) && components >= 1)) {
        throw new ArgumentError(`chooseImageClusters: components is ${components}: give a whole number from 1 up`);
    }
    criteriaOf(rest.methods);
    const candidates = features
        ? [features]
        : CHOICE_FEATURES.filter(({ suits }) => suits(images)).map((each) => each.features);
    const unions = candidates.map((each) => unionOf(each, seed));
    if (images.count < 3) {
        throw new DataError(`chooseImageClusters: there are ${images.count} images: give 3 or more to choose from`);
    }
    const rows = Uint32Array.from(evenly(images.count, Math.min(images.count, sample)));
    const chosen = rows.length === images.count ? images : subset(images, rows);
    const device = new OwnDevice(choice);
    let best = null;
    let failure = null;
    try {
        const open = await device.get();
        for (const [i, each] of candidates.entries()) {
            onProgress?.(i, candidates.length, "Features");
            try {
                const x = await componentsOf(chosen, unions[i], { components, seed, device: open, signal });
                const clearness = candidates.length === 1
                    ? 0
                    : await clearnessOf(x, rest).catch((error) => {
                        x.release();
                        throw error;
                    });
                if (best !== null && best.clearness >= clearness)
                    x.release();
                else {
                    best?.x.release();
                    best = { features: each, x, clearness };
                }
            }
            catch (error) {
                signal?.throwIfAborted();
                // Images may have no such features, or be equal by them: others may still tell them apart.
                if (!(error instanceof SkeinError))
                    throw error;
                failure ??= error;
            }
        }
        if (best === null)
            throw failure;
        const { x, features } = best;
        const judged = await chooseClusters(x, { ...rest, ...(onProgress && { onProgress }) });
        const places = judged.rows.map((row) => rows[row]);
        return { ...judged, rows: places, features, components: x.shape[1] };
    }
    finally {
        best?.x.release();
        await device.close();
    }
}
/** Principal components of the images' features, [images, components or fewer], which the caller releases. */
async function componentsOf(images, union, { components, seed, device, signal, }) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const describe = new Pipeline([["features", union]], { device });
        const described = await (await describe.fit(images, { signal })).transform(images);
        const { rows, columns } = described;
        const all = __addDisposableResource(env_1, tensor(device, described.data, [rows, columns]), false);
        const most = Math.min(components, columns, rows - 1);
        const pca = await new Pca({ components: most, seed }).fit(all);
        return await pca.transform(all);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** The highest silhouette of any number of clusters, of places that UMAP gives; -1 where there is none. */
async function clearnessOf(x, options) {
    const { criteria } = await chooseClusters(x, { ...options, methods: [LAYOUT_SILHOUETTE] });
    return Math.max(-1, ...(criteria[0].values ?? []).filter(Number.isFinite));
}
function unionOf(features, seed) {
    const parts = {};
    for (const name of Object.keys(features))
        parts[name] = imageFeatures.get(name).create({ seed });
    return new FeatureUnion(parts, { weights: features, balance: true });
}
//# sourceMappingURL=choose_image_clusters.js.map