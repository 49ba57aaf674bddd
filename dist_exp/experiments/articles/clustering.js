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
/** (d) 6,000 digits without labels: a recurrent network beside classical methods, and a forest on few labels. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KMeans } from "../../clustering/kmeans/kmeans.js";
import { scaledPixels } from "../../compare/pixels.js";
import { clusteringAccuracy } from "../../metrics/accuracy.js";
import { normalizedMutualInformation } from "../../metrics/information.js";
import { ImageClusterer } from "../../models/index.js";
import { tensor } from "../../tensor/index.js";
import { runPython } from "../python.js";
import { timed } from "./table.js";
const CLUSTERS = 10;
const HIDDEN = 256;
const COMPLEXITY = {
    network: "epochs x images x (convolutions + steps x 6 x hidden x (inputs + hidden)): linear in images",
    kMeans: "iterations x images x clusters x pixels: linear in images",
    "Gaussian mixture": "iterations x images x clusters x components^2: linear in images",
    "agglomerative clustering": "images^2 x pixels, images^2 of memory: quadratic",
    "random forest": "trees x labels x log(labels) x sqrt(pixels)",
};
export async function clusteringExperiment(device, { train, test }, { rates, epochs, batch, few }, log) {
    const rows = [];
    const keep = (outcome) => {
        const row = rowOf(outcome, train, test);
        log(Object.values(row).join("  "));
        rows.push(row);
    };
    for (const rate of rates)
        keep(await network(device, { train, test }, { rate, epochs, batch }));
    keep(await kMeans(device, { train, test }));
    const classical = await scikitLearn({ train, test }, few);
    for (const outcome of classical ?? [])
        keep(outcome);
    return {
        title: "(d) 6,000 digits without labels",
        about: [
            `${train.count.toLocaleString("en")} digits of MNIST, ${CLUSTERS} clusters. Network: ImageClusterer with hidden ` +
                `${HIDDEN}, ${epochs} epochs in batches of ${batch}, at three learning rates.`,
            "Accuracy: clusters matched to digits one to one, for scoring only; of the forest, its predictions, those of the " +
                "labelled digits included. New images: " +
                `${test.count.toLocaleString("en")} digits that none has seen. NMI on those it learned from.`,
            classical
                ? "Mixture, agglomerative clustering and forest are scikit-learn's; parameters of a forest are its nodes."
                : "Mixture, agglomerative clustering and forest need scikit-learn, which was not found: left out.",
        ],
        rows,
    };
}
function rowOf(outcome, train, test) {
    const accuracyOf = (labels, found) => {
        if (outcome.labels === 0)
            return clusteringAccuracy(labels, found).accuracy;
        return labels.reduce((right, label, i) => right + (label === found[i] ? 1 : 0), 0) / labels.length;
    };
    return {
        method: outcome.method,
        "labels used": outcome.labels,
        "learning rate": outcome.rate ?? "-",
        "accuracy, its own": accuracyOf(train.labels, outcome.train),
        "accuracy, new images": outcome.test ? accuracyOf(test.labels, outcome.test) : "no prediction",
        NMI: outcome.labels === 0 ? normalizedMutualInformation(train.labels, outcome.train) : "-",
        "seconds of fitting": outcome.seconds,
        "ms per 1,000 new": outcome.predictSeconds === null ? "-" : (1e6 * outcome.predictSeconds) / test.count,
        parameters: outcome.parameters,
        complexity: outcome.complexity,
    };
}
async function network(device, { train, test }, { rate, epochs, batch }) {
    const clusterer = new ImageClusterer({ clusters: CLUSTERS, hidden: HIDDEN, epochs, batch, learningRate: rate, seed: 0 }, device);
    try {
        const [, seconds] = await timed(() => clusterer.fit(train));
        const [found, predictSeconds] = await timed(() => clusterer.predict(test));
        return {
            ...{ method: "recurrent network", labels: 0, rate, seconds, predictSeconds, test: found },
            parameters: clusterer.network.count(),
            train: await clusterer.predict(train),
            complexity: COMPLEXITY.network,
        };
    }
    finally {
        await clusterer.close();
    }
}
async function kMeans(device, { train, test }) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const columns = train.height * train.width;
        const x = __addDisposableResource(env_1, tensor(device, scaledPixels(train), [train.count, columns]), false);
        const held = __addDisposableResource(env_1, tensor(device, scaledPixels(test), [test.count, columns]), false);
        const kmeans = new KMeans({ clusters: CLUSTERS, nInit: 10, seed: 0 });
        const [, seconds] = await timed(() => kmeans.fit(x));
        const [found, predictSeconds] = await timed(() => kmeans.predict(held));
        return {
            ...{
                method: "k-means, 10 starts",
                labels: 0,
                seconds,
                predictSeconds,
                test: found,
                train: kmeans.labels,
            },
            parameters: CLUSTERS * columns,
            complexity: COMPLEXITY.kMeans,
        };
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** Null where no Python has scikit-learn. */
async function scikitLearn({ train, test }, few) {
    const folder = await mkdtemp(join(tmpdir(), "skein-articles-"));
    const file = async (name, values) => {
        await writeFile(join(folder, name), values);
        return join(folder, name);
    };
    try {
        const order = {
            train: await file("train", scaledPixels(train)),
            test: await file("test", scaledPixels(test)),
            labels: await file("labels", train.labels),
            ...{ columns: train.height * train.width, clusters: CLUSTERS, few, seed: 0 },
        };
        const found = (await runPython("sklearn_clusters.py", order));
        return found?.map((outcome) => ({ ...outcome, complexity: complexityOf(outcome.method) })) ?? null;
    }
    finally {
        await rm(folder, { recursive: true, force: true });
    }
}
function complexityOf(method) {
    return Object.entries(COMPLEXITY).find(([name]) => method.startsWith(name))?.[1] ?? "-";
}
//# sourceMappingURL=clustering.js.map