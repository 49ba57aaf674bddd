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
/** `skein cluster`: sorts images into classes nobody labelled, and writes down what it found. */
import { rm } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { duplicateImages } from "../data/duplicates.js";
import { concat, imageBytes } from "../data/image_set.js";
import { openDevice } from "../device/node/index.js";
import { ArgumentError, DataError } from "../errors.js";
import { percent } from "../format.js";
import { chooseImageClusters, UNSORTED, watchClustering } from "../models/index.js";
import { describeDevice } from "./about.js";
import { autoLearner } from "./cluster_auto.js";
import { AUTO, NETWORK, } from "./cluster_job.js";
import { methodLearner } from "./cluster_method.js";
import { networkLearner } from "./cluster_network.js";
import { classesNote, findingNotes, runJson, runText, writeRun, } from "./cluster_run.js";
import { EXIT } from "./exit_codes.js";
import { describeImages, framesOf, imageFiles, imageNames, limitOfFiles, noteCopies, noteUnlabelled, readImages, refuseSizeWithoutFiles, requireLabels, spread, warnOfSkipped, } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { defaultRunFolder, RunFolder } from "./run_folder.js";
import { compareWithLabels } from "./scores.js";
import { Sorter } from "./sort_into.js";
/** Stands for a number that is still to be chosen, while the rest of the request is checked. */
const FEWEST_CLASSES = 2;
export async function cluster(source, request, out) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { clusters, ...others } = request;
        const chooses = clusters === AUTO;
        const options = {
            ...others,
            ...(clusters !== undefined && { clusters: chooses ? FEWEST_CLASSES : clusters }),
        };
        const { sortInto, labels } = options;
        const learner = await learnerFor(options);
        if (sortInto !== undefined)
            await Sorter.check(sortInto, [source]);
        if (labels !== undefined)
            await requireLabels(labels);
        const interrupt = __addDisposableResource(env_1, new InterruptListener(out), false);
        // What can fail at once does so before the images are read, which may take long.
        const device = __addDisposableResource(env_1, await openDevice(options.device), false);
        const folder = await openRunFolder(source, options);
        const show = async () => { };
        const job = { source, options, chooses, device, folder, interrupt, out, show };
        let sorter = null;
        try {
            if (learner.classes !== null && !chooses)
                sorter = await openSorter(job, learner.classes, false);
            return await run(job, learner, sorter);
        }
        finally {
            await sorter?.discard();
            await folder.close();
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
/** What only the training of the network takes: asking for one of them asks for the network. */
const OF_THE_NETWORK = ["epochs", "batch", "config"];
async function learnerFor(options) {
    const { method, features, minutes } = options;
    const given = OF_THE_NETWORK.find((name) => options[name] !== undefined);
    const fixed = method !== undefined ? "method" : features !== undefined ? "features" : given;
    if (minutes !== undefined && fixed !== undefined) {
        throw new ArgumentError(`--minutes is shared out where the way to sort is chosen, and --${fixed} fixes it: leave one out`);
    }
    if (method === NETWORK && features !== undefined) {
        throw new ArgumentError(`--features are for methods without training, and --method ${NETWORK} trains: leave one out`);
    }
    if (method === NETWORK || (fixed !== undefined && fixed === given))
        return await networkLearner(options);
    return fixed === undefined ? autoLearner(options) : methodLearner(options);
}
async function openSorter({ source, options: { sortInto, copy } }, classes, unsorted) {
    if (sortInto === undefined)
        return null;
    const manner = copy ? "copy" : "link";
    const named = unsorted && { names: [...new Array(classes).fill(""), UNSORTED] };
    return await Sorter.open(sortInto, {
        ...{ manner, sources: [source], clusters: classes + (unsorted ? 1 : 0) },
        ...named,
    });
}
async function openRunFolder(source, { out, force, resume }) {
    if (out !== undefined)
        return RunFolder.open(out, { force, resume });
    const folder = defaultRunFolder(source, new Date());
    return resume ? RunFolder.open(folder, { resume }) : RunFolder.create(folder);
}
async function run(asked, checked, sorter) {
    const { source, device, folder, interrupt, out } = asked;
    const { signal } = interrupt;
    const readingStart = performance.now();
    const { train, test } = await imagesOf(asked);
    const readingSeconds = (performance.now() - readingStart) / 1000;
    out.note(`${source}: ${describeImages(train, test)}`);
    noteUnlabelled(out, train);
    const copies = duplicateImages(train);
    noteCopies(out, copies);
    out.note(`device: ${describeDevice(device.info)}`);
    const job = asked.chooses ? await withNumber(asked, train) : asked;
    const { options } = job;
    const learner = asked.chooses ? await learnerFor(options) : checked;
    const images = test ? concat([train, test]) : train;
    const parts = { train: train.count, test: test?.count ?? 0 };
    const resultOf = async (learned) => {
        const { clusters, assignments, heads } = learned;
        return {
            ...{ source, learned, images, copies, parts, readingSeconds },
            device: device.info,
            names: imageNames({ train, test }),
            comparisons: compare(images, parts, assignments),
            findings: await watchClustering(train, assignments.clusters.subarray(0, train.count), {
                ...{ clusters, device, signal, ...(heads && { others: heads }) },
            }),
            createdAt: new Date(),
        };
    };
    const report = options.report;
    const show = async (learned) => {
        const files = await writeRun(await resultOf(learned), folder, { report, out, signal });
        out.note(`${folder.path}: ${files.join(", ")}`);
    };
    const learned = await learner.learn({ ...job, show }, train, test);
    if (learned === null)
        return signal.reason.exitCode;
    let opened = null;
    try {
        signal.throwIfAborted();
        const { assignments, clusters } = learned;
        const result = await resultOf(learned);
        opened = sorter ? null : await openSorter(job, clusters, assignments.clusters.includes(-1));
        const files = await writeRun(result, folder, { report, out, signal });
        await sort(job, sorter ?? opened, result);
        // A signal that came while the report was drawn, which leaves the event loop no time, is heard here.
        await setImmediate();
        signal.throwIfAborted();
        await rm(folder.checkpoint, { force: true });
        interrupt.message = "Stopping: the run is finished, only its summary is missing.";
        if (options.json)
            await out.data(`${JSON.stringify(runJson(result))}\n`);
        else
            await out.result(runText(result, folder.path, files));
        warnOfSkipped(out, images.skipped);
        const note = classesNote(learned);
        if (note !== null)
            out.note(note);
        for (const line of findingNotes(result))
            out.note(line);
        return EXIT.success;
    }
    finally {
        await opened?.discard();
        await learned.model.close();
    }
}
/** The job with the number of classes that `chooseImageClusters` recommends first. */
async function withNumber(job, images) {
    const { device, interrupt, out, options } = job;
    const { seed = 0, features } = options;
    out.note("comparing numbers of classes, which skein choose shows");
    const weights = features && Object.fromEntries(features.map((name) => [name, 1]));
    const { recommended } = await chooseImageClusters(images, {
        ...{ device, seed, signal: interrupt.signal },
        ...(weights && { features: weights }),
    });
    const [first] = recommended;
    if (!first) {
        throw new DataError("no number of classes stands out: look at `skein choose`, and give one with --clusters");
    }
    out.note(`classes: ${first.clusters}, with confidence ${percent(first.confidence)} (skein choose shows why)`);
    return { ...job, options: { ...options, clusters: first.clusters } };
}
async function imagesOf({ source, options, interrupt, out, }) {
    const { size, maxPixels, range, frames, labels, limit } = options;
    const opening = {
        ...{ ...size, maxPixels, range, frames: framesOf(frames), labels },
        limit: await limitOfFiles(limit, labels),
    };
    const { train, test } = await readImages(source, opening, out, interrupt.signal);
    refuseSizeWithoutFiles(train, size !== undefined);
    if (limit === undefined)
        return { train, test };
    return { train: spread(train, limit), test: test && spread(test, limit) };
}
/** Scores of each part whose labels are known: the images held out, those learned from, and all. */
function compare({ labels }, { train }, { clusters }) {
    if (labels === null)
        return null;
    const all = compareWithLabels(labels, clusters);
    if (train === labels.length)
        return { all, train: null, heldOut: null };
    return {
        all,
        train: compareWithLabels(labels.subarray(0, train), clusters.subarray(0, train)),
        heldOut: compareWithLabels(labels.subarray(train), clusters.subarray(train)),
    };
}
async function sort({ options, interrupt, out }, sorter, { images, names, learned: { assignments, clusters } }) {
    if (sorter === null)
        return;
    const files = imageFiles(images);
    const { height, width, channels, pixels } = images;
    const bytes = imageBytes(images);
    for (const [i, cluster] of assignments.clusters.entries()) {
        interrupt.signal.throwIfAborted();
        const raster = { height, width, channels, pixels: pixels.subarray(i * bytes, (i + 1) * bytes) };
        const place = cluster < 0 ? clusters : cluster;
        await sorter.add(place, files ? { file: files[i] } : { name: names[i], raster });
    }
    await sorter.finish();
    out.note(`sorted into ${options.sortInto}`);
}
//# sourceMappingURL=cluster.js.map