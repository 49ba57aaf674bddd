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
/**
 * How well the default settings sort labelled data sets whose labels they never see,
 * beside k-means on raw pixels and on the learned features.
 *
 *   npm run experiment:accuracy -- [mnist] [fashion-mnist] [--seeds 0,1,2] [--fashion FOLDER]
 *
 * Fashion-MNIST is read from Debian's dataset-fashion-mnist, or from FOLDER.
 * Prints a Markdown table, and writes it with all figures to bench/results/accuracy.{md,json}.
 */
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { adjustedRandIndex, clusteringAccuracy, ImageClusterer, KMeans, loadFashionMnist, loadMnist, normalizedMutualInformation, openDevice, tensor, } from "../index.js";
import { ensureFolder, writeFileAtomically } from "../io/atomic_file.js";
const dataSets = { mnist: loadMnist, "fashion-mnist": () => loadFashionMnist(values.fashion) };
function score(data, method, seed, { train, test }, classes, seconds) {
    const [, testClasses] = classes;
    const all = Int32Array.from([...classes[0], ...testClasses]);
    const labels = Int32Array.from([...train.labels, ...test.labels]);
    return {
        data,
        method,
        seed,
        heldOut: clusteringAccuracy(test.labels, testClasses).accuracy,
        whole: clusteringAccuracy(labels, all).accuracy,
        nmi: normalizedMutualInformation(test.labels, testClasses),
        ari: adjustedRandIndex(test.labels, testClasses),
        seconds,
    };
}
/** k-means fitted to the training rows, then applied to both. */
async function kMeansRow(device, [data, method, seed], split, columns, [train, test]) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const place = (values) => tensor(device, values, [values.length / columns, columns]);
        const x = __addDisposableResource(env_1, place(train), false);
        const held = __addDisposableResource(env_1, place(test), false);
        const kmeans = new KMeans({ clusters: 10, seed, nInit: 10 });
        const start = performance.now();
        await kmeans.fit(x);
        const seconds = (performance.now() - start) / 1000;
        return score(data, method, seed, split, [await kmeans.predict(x), await kmeans.predict(held)], seconds);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
const toFloat = ({ pixels }) => Float32Array.from(pixels, (value) => value / 255);
async function run(device, data, seed, split) {
    const { train, test } = split;
    const clusterer = new ImageClusterer({ clusters: 10, seed }, device);
    await clusterer.fit(train, {
        onProgress: ({ step, steps, loss }) => {
            if (step % 120 === 0)
                process.stderr.write(`${data}, seed ${seed}: step ${step} of ${steps}, loss ${loss.toFixed(4)}\n`);
        },
    });
    const classes = [await clusterer.predict(train), await clusterer.predict(test)];
    const learned = score(data, "skein", seed, split, classes, clusterer.trainingSeconds);
    const features = [await clusterer.transform(train), await clusterer.transform(test)];
    await clusterer.close();
    const rows = features.map(({ data: values }) => values);
    const width = features[0].columns;
    return [
        learned,
        await kMeansRow(device, [data, "k-means on its features", seed], split, width, rows),
        await kMeansRow(device, [data, "k-means on pixels", seed], split, 784, [toFloat(train), toFloat(test)]),
    ];
}
function mean(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
/** `0.9812 ± 0.0010` over the seeds, with the sample's standard deviation. */
function spread(values) {
    const middle = mean(values);
    const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1);
    return `${middle.toFixed(4)} ± ${Math.sqrt(variance).toFixed(4)}`;
}
function table(rows) {
    const head = "| data | method | held-out accuracy | whole set | NMI | ARI | seconds |\n| --- | --- | --- | --- | --- | --- | --- |";
    const groups = new Map();
    for (const row of rows) {
        const key = `${row.data}/${row.method}`;
        groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const lines = [...groups.values()].map((group) => {
        const column = (name) => spread(group.map((row) => row[name]));
        const seconds = mean(group.map((row) => row.seconds)).toFixed(1);
        return `| ${group[0].data} | ${group[0].method} | ${column("heldOut")} | ${column("whole")} | ${column("nmi")} | ${column("ari")} | ${seconds} |`;
    });
    const each = rows
        .filter(({ method }) => method === "skein")
        .map((row) => `- ${row.data}, seed ${row.seed}: held-out ${row.heldOut.toFixed(4)}, whole ${row.whole.toFixed(4)}, ${row.seconds.toFixed(0)} s`);
    return [head, ...lines, "", ...each].join("\n");
}
const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seeds: { type: "string", default: "0,1,2" }, fashion: { type: "string" } },
});
const names = (positionals.length > 0 ? positionals : Object.keys(dataSets));
const seeds = values.seeds.split(",").map(Number);
const device = await openDevice();
const rows = [];
for (const name of names) {
    const split = await dataSets[name]();
    for (const seed of seeds)
        rows.push(...(await run(device, name, seed, split)));
}
const threads = String(device.info.details.threads ?? "");
const machine = `${device.info.kind}, ${cpus()[0]?.model.trim()}, ${threads || availableParallelism()} threads, Node ${process.version}`;
device.close();
const date = new Date().toISOString().slice(0, 10);
const text = `# Accuracy without labels\n\n${machine}, ${date}, \`npm run experiment:accuracy\`. Mean and standard deviation over seeds ${seeds.join(", ")}.\n\n${table(rows)}\n`;
console.log(text);
const folder = fileURLToPath(new URL("../../bench/results/", import.meta.url));
await ensureFolder(folder);
await writeFileAtomically(`${folder}accuracy.md`, text);
await writeFileAtomically(`${folder}accuracy.json`, `${JSON.stringify({ machine, date, rows }, null, 2)}\n`);
//# sourceMappingURL=accuracy.js.map