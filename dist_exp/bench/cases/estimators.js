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
/** Features and clusterers whole, as their users run them, beside scikit-learn's. */
import { Agglomerative } from "../../clustering/agglomerative/agglomerative.js";
import { Hdbscan } from "../../clustering/hdbscan/hdbscan.js";
import { GaussianMixture } from "../../clustering/mixture/gaussian_mixture.js";
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
import { Spectral } from "../../clustering/spectral/spectral.js";
import { Hog } from "../../features/hog.js";
import { Pca } from "../../features/pca/pca.js";
import { silhouette } from "../../metrics/silhouette_on_device.js";
import { Random } from "../../random/philox.js";
import { Uploads, uniformTensor } from "../case.js";
import { makeClouds, sideOfCube } from "../clouds.js";
/** The clusters' sizes as shares of the rows, the largest first: the same for the same clusters in any order. */
function shares(labels) {
    const counts = new Map();
    for (let i = 0; i < labels.length; i++)
        counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
    return [...counts.values()].map((count) => count / labels.length).sort((a, b) => b - a);
}
const ITERATIONS = 20;
/** Directions in which ten places differ. */
const BETWEEN = 9;
const pairs = ({ N, D }) => N * N * D;
const works = [
    {
        work: "agglomerative",
        about: "Agglomerative, Ward: N rows joined to K clusters",
        shapes: [{ N: 5000, D: 200, K: 10 }],
        quick: { N: 90, D: 5, K: 4 },
        flops: pairs,
        tolerance: 1e-6,
        async run(x, { K }) {
            return { shares: shares(await new Agglomerative({ clusters: K }).fitPredict(x)) };
        },
    },
    {
        work: "gaussian_mixture",
        about: `GaussianMixture, full covariances: ${ITERATIONS} iterations from the clusters of k-means`,
        shapes: [{ N: 20_000, D: 50, K: 10 }],
        quick: { N: 300, D: 3, K: 2 },
        flops: ({ N, D, K }) => ITERATIONS * 4 * N * D * D * K,
        settings: { iterations: ITERATIONS },
        tolerance: 1e-3,
        async run(x, { K }, { places }) {
            const options = { components: K, maxIterations: ITERATIONS, tolerance: 0, means: places.data };
            const mixture = await new GaussianMixture(options).fit(x);
            return { logLikelihood: [mixture.logLikelihood] };
        },
    },
    {
        work: "hdbscan",
        about: "Hdbscan: clusters by density",
        shapes: [{ N: 10_000, D: 10, K: 10 }],
        quick: { N: 200, D: 2, K: 3 },
        apart: 2,
        flops: pairs,
        settings: { minClusterSize: 20 },
        tolerance: 1e-6,
        async run(x) {
            return { shares: shares(await new Hdbscan({ minClusterSize: 20 }).fitPredict(x)) };
        },
    },
    {
        work: "nearest_neighbors",
        about: "nearest neighbours: the k nearest other rows of each row",
        shapes: [
            { N: 60_000, D: 64, k: 15 },
            { N: 70_000, D: 256, k: 10 },
        ],
        quick: { N: 200, D: 5, k: 3 },
        flops: ({ N, D }) => N * N * D,
        tolerance: 1e-4,
        async run(x, { N, k }) {
            const { distances } = await kNeighbours("bench", x, k);
            const sums = new Float64Array(k);
            for (let i = 0; i < distances.length; i++)
                sums[i % k] += distances[i] / N;
            return { meanDistance: sums };
        },
    },
    {
        work: "pca",
        about: "Pca: N rows of D columns to K",
        shapes: [{ N: 60_000, D: 784, K: 50 }],
        quick: { N: 300, D: 20, K: 3 },
        flops: ({ N, D, K }) => 2 * N * D * D + 2 * N * D * K,
        // Far enough apart for those directions to stand out of the noise, which the randomized solver needs.
        apart: 8,
        settings: { compared: BETWEEN },
        tolerance: 1e-3,
        async run(x, { K }) {
            const pca = await new Pca({ components: K }).fit(x);
            (await pca.transform(x)).release();
            // Those between the ten places; of the others, scikit-learn's randomized solver finds 97 %.
            return { explainedVariance: pca.explainedVariance.slice(0, BETWEEN) };
        },
    },
    {
        work: "silhouette",
        about: "silhouette: of all rows, in K clusters",
        shapes: [{ N: 20_000, D: 64, K: 10 }],
        quick: { N: 200, D: 5, K: 3 },
        flops: ({ N, D }) => 3 * N * N * D,
        tolerance: 1e-5,
        async run(x, _sizes, { labels }) {
            return { score: [(await silhouette(x, labels.data)).score] };
        },
    },
    {
        work: "spectral",
        about: "Spectral: K clusters by eigenvectors of the graph of 10 nearest rows",
        shapes: [{ N: 10_000, D: 50, K: 10 }],
        quick: { N: 200, D: 5, K: 3 },
        apart: 2,
        flops: pairs,
        tolerance: 1e-2,
        async run(x, { K }) {
            return { shares: shares(await new Spectral({ clusters: K }).fitPredict(x)) };
        },
    },
    {
        work: "hog",
        about: "Hog: N grey images, default cells and blocks",
        shapes: [{ N: 10_000, side: 64 }],
        quick: { N: 20, side: 32 },
        // A gradient, its direction and its vote for each pixel.
        flops: ({ N, side }) => 20 * N * side * side,
        tolerance: 1e-5,
        inputs: ({ N, side }) => {
            const { data } = uniformTensor([N * side * side], 5, 0.5);
            return {
                x: { shape: [N, side, side, 1], data: data.map((value) => value + 0.5) },
            };
        },
        async run(x) {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const features = __addDisposableResource(env_1, await (await new Hog().fit(x)).transform(x), false);
                // All are read, as a caller who goes on on the host does.
                return { first: (await features.data()).subarray(0, features.shape[1]) };
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                __disposeResources(env_1);
            }
        },
    },
];
/** Where a work has no K, ten clouds. */
function makeInputs({ N, D, K = 10 }, apart) {
    const clouds = { rows: N, cols: D, clusters: K };
    const { x, places, labels } = makeClouds(new Random(K, 1), clouds, apart * sideOfCube(D));
    return {
        x,
        places: { shape: [K, D], data: places },
        labels: { shape: [N], data: labels },
    };
}
function makeCase({ work, flops, settings, tolerance, apart = 1, inputs, run }, sizes) {
    return {
        work,
        sizes,
        flops: flops(sizes),
        bytes: 4 * sizes.N * (sizes.D ?? sizes.side ** 2),
        items: { count: sizes.N, unit: inputs ? "images" : "rows" },
        peer: { work, tolerance, ...(settings && { settings }) },
        unchecked: "tests compare it with scikit-learn's labels",
        inputs: () => inputs?.(sizes) ?? makeInputs(sizes, apart),
        prepare(device, given) {
            const tensors = new Uploads(device, { x: given.x });
            const whole = () => run(tensors.get("x"), sizes, given);
            return {
                async run() {
                    await whole();
                },
                outputs: whole,
                release: () => tensors.release(),
            };
        },
    };
}
export const estimatorFamilies = works.map((each) => ({
    work: each.work,
    about: each.about,
    shapes: each.shapes,
    quick: each.quick,
    // Tens of seconds there.
    software: ({ N }) => N <= 1000,
    scaling: () => true,
    make: (sizes) => makeCase(each, sizes),
}));
//# sourceMappingURL=estimators.js.map