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
/** `skein predict`: the class of each image, as CSV or JSON lines. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { SUPPORTED_FORMATS } from "../data/formats.js";
import { imageBytes } from "../data/image_set.js";
import { openImages, sourceFormat } from "../data/source.js";
import { imageBatches } from "../data/stream.js";
import { findImages, listImages, whyNotRead } from "../data/walk.js";
import { ArgumentError, DataError } from "../errors.js";
import { counted } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { formatRow } from "../io/csv.js";
import { loadModel } from "../models/index.js";
import { round, unsortedPlace } from "./assignments.js";
import { EXIT } from "./exit_codes.js";
import { imageFiles, imageNames, noteOthers, noteRepeated, warnOfSkipped } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { countProgress } from "./progress.js";
import { Sorter } from "./sort_into.js";
export async function predict(model, sources, options, out) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        for (const source of sources)
            await requireSource(source);
        const { sortInto, add } = options;
        if (sortInto !== undefined)
            await Sorter.check(sortInto, sources, add);
        else if (add)
            throw new ArgumentError("--add is for --sort-into: name the folder that images are to join");
        if (options.out !== undefined)
            await requireOther(options.out, [model, ...sources]);
        const interrupt = __addDisposableResource(env_1, new InterruptListener(out), false);
        const loaded = await loadModel(model, options.device);
        try {
            return await run({ model: loaded, sources, options, out, signal: interrupt.signal });
        }
        finally {
            await loaded.close();
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
async function run(job) {
    const { model, sources, options, out, signal } = job;
    const { classNames } = model;
    const clusters = classNames.length;
    const unsorted = unsortedPlace(model);
    // Found classes are numbers, learned ones have names; -1 is an image that belongs to no class.
    const shown = {
        key: model.supervised ? "label" : "cluster",
        nameOf: (place) => (model.supervised ? classNames[place] : place === unsorted ? -1 : place),
    };
    const { top = 1, json = false, sortInto, add } = options;
    if (top > clusters)
        throw new ArgumentError(`--top is ${top}: this model has ${clusters} classes`);
    const sorter = sortInto === undefined
        ? null
        : await Sorter.open(sortInto, {
            manner: options.copy ? "copy" : "link",
            ...{ clusters, sources, add },
            ...(model.supervised && { names: classNames }),
            ...(unsorted !== null && { names: classNames.map((name, i) => (i === unsorted ? name : "")) }),
        });
    const skipped = [];
    let predicted = 0;
    let there = 0;
    try {
        async function* lines() {
            if (!json)
                yield formatRow(csvHeader(shown.key, top));
            for await (const { names, files, images } of batches(job, skipped)) {
                signal.throwIfAborted();
                const probabilities = await model.predictProba(images);
                let text = "";
                for (const [i, name] of names.entries()) {
                    const best = ranked(probabilities, i, top);
                    text += json
                        ? `${JSON.stringify(jsonLine(name, best, top, shown))}\n`
                        : formatRow(csvLine(name, best, shown));
                    if (sorter && !(await sorter.add(best[0].cluster, sorted(images, i, name, files))))
                        there++;
                }
                predicted += names.length;
                yield text;
            }
        }
        if (options.out !== undefined) {
            await writeFileAtomically(options.out, lines());
        }
        else {
            for await (const text of lines()) {
                await out.data(text);
                // Without a reader only the sorting is left to do.
                if (out.closed && !sorter)
                    break;
            }
        }
        await sorter?.finish();
    }
    finally {
        await sorter?.discard();
    }
    if (there > 0)
        out.note(`${counted(there, "image")} lay in ${sortInto} already: not added again`);
    warnOfSkipped(out, skipped);
    if (predicted > 0 || out.closed)
        return EXIT.success;
    out.warn(`No image could be read: give ${SUPPORTED_FORMATS} files, or a folder of them.`);
    return EXIT.usage;
}
/** The most probable classes of a row, best first. */
function ranked({ columns, data }, row, top) {
    return Array.from(data.subarray(row * columns, (row + 1) * columns), (confidence, cluster) => ({
        cluster,
        confidence: round(confidence),
        exact: confidence,
    }))
        .sort((a, b) => b.exact - a.exact)
        .slice(0, top);
}
/** name, cluster, confidence, cluster_2, confidence_2, ... */
function csvHeader(key, top) {
    const ranks = Array.from({ length: top }, (_, i) => (i === 0 ? "" : `_${i + 1}`));
    return ["image", ...ranks.flatMap((suffix) => [`${key}${suffix}`, `confidence${suffix}`])];
}
function csvLine(name, best, { nameOf }) {
    return [name, ...best.flatMap(({ cluster, confidence }) => [nameOf(cluster), confidence])];
}
function jsonLine(image, best, top, { key, nameOf }) {
    const ranks = best.map(({ cluster, confidence }) => ({ [key]: nameOf(cluster), confidence }));
    return { image, ...ranks[0], ...(top > 1 && { top: ranks }) };
}
function sorted(images, index, name, files) {
    if (files)
        return { file: files[index] };
    const { height, width, channels, pixels } = images;
    const bytes = imageBytes(images);
    const raster = { height, width, channels, pixels: pixels.subarray(index * bytes, (index + 1) * bytes) };
    return { name, raster };
}
/**
 * All sources in the order given; image files are decoded a batch ahead. Images of a single source are called as
 * `cluster` calls them, so that tables of both can be joined; of several, each name begins with the source.
 */
async function* batches(job, skipped) {
    const { sources, out, signal } = job;
    const [only] = sources.length === 1 ? sources : [];
    let paths = [];
    for (const source of sources) {
        if (!(await holdsImageFiles(source))) {
            // What was named before comes before.
            yield* decoded(job, { root: null, paths }, skipped);
            paths = [];
            yield* packed(job, source, skipped);
            continue;
        }
        const single = only !== undefined && (await stat(only)).isDirectory();
        const found = single ? await findImages(source, { signal }) : await listImages([source], { signal });
        for (const file of found.skipped)
            skipped.push(file);
        noteRepeated(out, found.repeated);
        noteOthers(out, found.others);
        if (single)
            yield* decoded(job, { root: source, paths: found.names }, skipped);
        // A call takes some 100,000 arguments at most, and a folder may hold more.
        else
            paths = paths.concat(found.names);
    }
    yield* decoded(job, { root: null, paths }, skipped);
}
async function* decoded({ model, options, out, signal }, { root, paths }, skipped) {
    const { height, width, channels, range = "full" } = model.imageSize;
    // A bar among the lines of the result would garble both.
    const visible = options.out !== undefined || process.stdout.isTTY !== true;
    const progress = visible ? countProgress(out, signal, "predicting", "image") : null;
    const size = { height, width, channels: channels };
    const decoding = { ...size, range, maxPixels: options.maxPixels, signal };
    let done = 0;
    try {
        for await (const batch of imageBatches(paths, { ...decoding, ...(root !== null && { root }) })) {
            for (const file of batch.skipped)
                skipped.push(file);
            done += batch.count + batch.skipped.length;
            if (batch.count > 0) {
                const { names } = batch;
                const images = { ...size, ...batch, labels: null, labelNames: null, source: "" };
                yield { names, files: root === null ? names : names.map((name) => join(root, name)), images };
            }
            progress?.update(done, paths.length);
        }
    }
    finally {
        progress?.stop();
    }
}
/** The images of an array, an archive, a list or a data set; beside other sources, each name begins with this one. */
async function* packed(job, source, skipped) {
    const { model, sources, options, signal } = job;
    const called = (name) => (sources.length === 1 ? name : `${source}#${name}`);
    try {
        const { height, width, channels, range = "full" } = model.imageSize;
        const size = { height, width, channels: channels, range };
        const opened = await openImages(source, { ...size, maxPixels: options.maxPixels, signal });
        const { train, test } = opened;
        for (const { name, reason } of train.skipped)
            skipped.push({ name: called(name), reason });
        const names = imageNames(opened).map(called);
        yield { names: names.slice(0, train.count), files: imageFiles(train), images: train };
        if (test)
            yield { names: names.slice(train.count), files: imageFiles(test), images: test };
    }
    catch (error) {
        if (!(error instanceof DataError))
            throw error;
        skipped.push({ name: source, reason: (await whyNotRead(source)) ?? withoutName(error.message, source) });
    }
}
/** The list of skipped files begins each line with the name. */
function withoutName(message, name) {
    return message.startsWith(name) ? message.slice(name.length).replace(/^:? /, "") : message;
}
/** Whether the source's images are files of their own; what cannot be read is left to `packed`, which says why. */
async function holdsImageFiles(source) {
    const format = await sourceFormat(source).catch(() => null);
    return format?.files ?? false;
}
/**
 * A misspelt name is to stop the command before it has printed anything, and so is what is neither file nor folder:
 * reading a pipe may wait for ever, and a device may never end.
 */
async function requireSource(source) {
    const found = await stat(source).catch(() => null);
    // Data sets have names and no files.
    if (found === null)
        await sourceFormat(source);
    if (found === null || found.isFile() || found.isDirectory())
        return;
    throw new DataError(`${source} is neither a file nor a folder: copy what it gives into a file.`);
}
/** What is read must not be what is written, whatever the two are called. */
async function requireOther(out, read) {
    const written = await stat(out, { bigint: true }).catch(() => null);
    if (!written?.isFile())
        return;
    for (const path of read) {
        const { dev, ino } = (await stat(path, { bigint: true }).catch(() => null)) ?? {};
        if (dev !== written.dev || ino !== written.ino)
            continue;
        throw new ArgumentError(`--out ${out} is ${path}, which is to be read: name another file`);
    }
}
//# sourceMappingURL=predict.js.map