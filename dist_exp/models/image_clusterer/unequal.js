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
/** Whether classes are of very different sizes, asked of the images before anything is trained. */
import { Agglomerative } from "../../clustering/agglomerative/agglomerative.js";
import { Hdbscan } from "../../clustering/hdbscan/hdbscan.js";
import { kNeighbours, kNeighboursOf } from "../../clustering/neighbours/k_neighbours.js";
import { evenly } from "../../data/image_set.js";
import { ShapeError } from "../../errors.js";
import { Hog } from "../../features/hog.js";
import { Pca } from "../../features/pca/pca.js";
import { Umap } from "../../features/umap/umap.js";
import { adjustedRandIndex } from "../../metrics/agreement.js";
import { tensor } from "../../tensor/index.js";
import { imagesAt } from "../images.js";
import { Pipeline } from "../pipeline/index.js";
/** Images that are asked, at even distances. */
const SAMPLE = 3000;
/** Fewer images tell nothing of sizes. */
const FEWEST = 200;
const COMPONENTS = 50;
const NEIGHBOURS = 20;
/** The map in which density is judged; the limits below were found with it. */
const MAP = { components: 8, minDist: 0, epochs: 200, negativeSamples: 5 };
/** Maps, each with a seed of its own, that all have to show unequal islands. */
const MAPS = 3;
/** Adjusted Rand index of the islands of two maps, at least. */
const SAME = 0.9;
/** An island has this share of the sample at least. */
const LEAST_SHARE = 0.01;
/**
 * Classes are called unequal where one has so many times the images of another, the largest and the smallest of four or
 * more left aside: two classes that were joined, and what was cut off one, are no reason.
 */
const RATIO = 3;
/** Or where the largest has so many times the images of the median. */
const LARGEST = 4;
/** Islands that there are for each class at least: fewer tell nothing of the classes' sizes. */
const FOUND = 0.8;
/** Share of the images that lie on no island, or whose neighbours do on another: more, and the islands are none. */
const LOOSE = 0.08;
/**
 * Looks for islands in a map of HOG features (Umap, then Hdbscan), and for their sizes. Ward's method on the same map
 * prefers equal sizes: only where its largest class is three times its smallest, too, they are called so, and only if
 * three maps of other seeds show the same islands. Fewer islands than classes leave the rest to the training, with a small
 * share each; of more, the nearest are joined.
 *
 * The largest class comes first. Null where the classes look equal, or nothing stands out. No label enters.
 */
export async function findUnequalClasses(device, images, { clusters, seed }) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const asked = evenly(images.count, SAMPLE);
        if (asked.length < FEWEST || clusters * LEAST_SHARE > 0.5)
            return null;
        const features = __addDisposableResource(env_1, await describe(device, imagesAt(images, asked)), false);
        if (features === null)
            return null;
        const [rows, columns] = features.shape;
        const pca = await new Pca({ components: Math.min(COMPONENTS, columns, rows - 1) }).fit(features);
        const x = __addDisposableResource(env_1, await pca.transform(features), false);
        // Another map may show other islands: what is no accident is in all of them.
        let found = null;
        for (let map = MAPS - 1; map >= 0; map--) {
            const before = found;
            found = await unequalIslands(x, clusters, (seed + map) % 2 ** 32);
            if (!found || (before && adjustedRandIndex(before.labels, found.labels) < SAME))
                return null;
        }
        const { labels, sizes } = found;
        const every = __addDisposableResource(env_1, await describe(device, images), false);
        const all = __addDisposableResource(env_1, await pca.transform(every), false);
        // Neighbours vote for every image: those on no island, and those that were not asked.
        const near = await kNeighboursOf("ImageClusterer.fit", all, x, NEIGHBOURS);
        return { shares: sharesOf(sizes, clusters), seeds: vote(labels, near) };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** The islands of a map of x, the largest first; null where they look equal, or are none. */
async function unequalIslands(x, clusters, seed) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const rows = x.shape[0];
        const map = __addDisposableResource(env_2, await new Umap({ ...MAP, neighbors: NEIGHBOURS, seed }).fitTransform(x), false);
        const ward = await new Agglomerative({ clusters }).fitPredict(map);
        const wards = sizesOf(ward);
        if (Math.max(...wards) < RATIO * Math.min(...wards))
            return null;
        const minClusterSize = Math.max(5, Math.round(LEAST_SHARE * rows));
        const found = await new Hdbscan({ minClusterSize, minSamples: 5 }).fitPredict(map);
        if (looseShare(found, await kNeighbours("ImageClusterer.fit", x, NEIGHBOURS)) > LOOSE)
            return null;
        const islands = largestFirst(await join(found, map, clusters));
        return islands.sizes.length >= FOUND * clusters && areUnequal(islands.sizes) ? islands : null;
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        __disposeResources(env_2);
    }
}
/** HOG features, [N, D]; null where the images are too small for them. */
async function describe(device, images) {
    const pipeline = new Pipeline([["hog", new Hog({ pixelsPerCell: "auto" })]], { device });
    try {
        const { rows, columns, data } = await (await pipeline.fit(images)).transform(images);
        return tensor(device, data, [rows, columns]);
    }
    catch (error) {
        if (error instanceof ShapeError)
            return null;
        throw error;
    }
    finally {
        await pipeline.close();
    }
}
/** Rows of each cluster, without those of none (-1). */
function sizesOf(labels) {
    const sizes = [];
    for (const label of labels)
        if (label >= 0)
            sizes[label] = (sizes[label] ?? 0) + 1;
    return sizes;
}
function areUnequal(sizes) {
    const sorted = [...sizes].sort((a, b) => b - a);
    const aside = sorted.length >= 4 ? 1 : 0;
    const [large, small] = [sorted[aside], sorted.at(-1 - aside)];
    return large >= RATIO * small || (aside > 0 && sorted[0] >= LARGEST * sorted[sorted.length >> 1]);
}
/** Share of the rows on no island, and of those whose nearest rows are mostly on another. */
function looseShare(labels, near) {
    const votes = vote(labels, near);
    return labels.filter((label, row) => label < 0 || label !== votes[row]).length / labels.length;
}
/** What most of the nearest rows are; of equal numbers the lowest, of none at all 0. */
function vote(labels, { rows, neighbours, indices }) {
    const most = Math.max(...labels) + 1;
    return Int32Array.from({ length: rows }, (_, row) => {
        const counts = new Int32Array(Math.max(1, most));
        for (const near of indices.subarray(row * neighbours, (row + 1) * neighbours)) {
            if (labels[near] >= 0)
                counts[labels[near]]++;
        }
        return counts.indexOf(Math.max(...counts));
    });
}
/** Joins the islands whose centres are nearest until `clusters` are left. */
async function join(labels, map, clusters) {
    const env_3 = { stack: [], error: void 0, hasError: false };
    try {
        const sizes = sizesOf(labels);
        if (sizes.length <= clusters)
            return labels;
        const [, columns] = map.shape;
        const places = (await map.data());
        const centres = new Float32Array(sizes.length * columns);
        for (const [row, label] of labels.entries()) {
            if (label < 0)
                continue;
            for (let i = 0; i < columns; i++) {
                centres[label * columns + i] += places[row * columns + i] / sizes[label];
            }
        }
        const points = __addDisposableResource(env_3, tensor(map.device, centres, [sizes.length, columns]), false);
        const groups = await new Agglomerative({ clusters, linkage: "average" }).fitPredict(points);
        return labels.map((label) => (label < 0 ? label : groups[label]));
    }
    catch (e_3) {
        env_3.error = e_3;
        env_3.hasError = true;
    }
    finally {
        __disposeResources(env_3);
    }
}
/** Clusters numbered by size, the largest 0. */
function largestFirst(labels) {
    const sizes = sizesOf(labels);
    const order = [...sizes.keys()].sort((a, b) => sizes[b] - sizes[a]);
    const place = new Map(order.map((label, i) => [label, i]));
    return { labels: labels.map((label) => place.get(label) ?? label), sizes: order.map((k) => sizes[k]) };
}
/** Shares of K classes; those beyond the islands get half the smallest one's. */
function sharesOf(sizes, clusters) {
    const all = Array.from({ length: clusters }, (_, k) => sizes[k] ?? sizes.at(-1) / 2);
    const total = all.reduce((sum, size) => sum + size, 0);
    return all.map((size) => size / total);
}
//# sourceMappingURL=unequal.js.map