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
/** `skein evaluate`: how well a model's classes agree with known labels. */
import { concat } from "../data/image_set.js";
import { labelledImages } from "../data/labels.js";
import { ArgumentError } from "../errors.js";
import { silhouetteScore } from "../metrics/silhouette.js";
import { loadModel } from "../models/index.js";
import { classSizes, mostProbable, unsortedPlace } from "./assignments.js";
import { EXIT } from "./exit_codes.js";
import { describeImages, limitOfFiles, readImages, requireLabels, spread, warnOfSkipped } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { knownLabels, labelsOfRun } from "./known_labels.js";
import { readJsonObject } from "./options.js";
import { compareWithLabels, comparisonJson, confusionTable, perClassTable, scoreTable } from "./scores.js";
/** Images drawn for the silhouette, whose cost grows with their square. */
const SILHOUETTE_SAMPLE = 2000;
export async function evaluate(model, source, options, out) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        if (options.labels !== undefined)
            await requireLabels(options.labels);
        if (options.mapping !== undefined)
            await readJsonObject("--mapping", options.mapping);
        const interrupt = __addDisposableResource(env_1, new InterruptListener(out), false);
        const { signal } = interrupt;
        const loaded = await loadModel(model, options.device);
        try {
            const { train, test } = await judgedImages(loaded, source, options, out, signal);
            const images = test ? concat([train, test]) : train;
            const labels = images.labels;
            out.note(`${source}: ${describeImages(images)}`);
            const unsorted = unsortedPlace(loaded);
            const assignments = mostProbable(await loaded.predictProba(images), unsorted);
            signal.throwIfAborted();
            const { clusters } = assignments;
            const known = await mappingFor(loaded, images, options.mapping);
            const all = compareWithLabels(labels, clusters, known);
            const heldOut = test && compareWithLabels(labels.subarray(train.count), clusters.subarray(train.count), known);
            const silhouette = await silhouetteOf(loaded, images);
            const { labelNames } = images;
            if (options.json) {
                const result = {
                    model,
                    source,
                    images: images.count,
                    skipped: images.skipped,
                    scores: { ...(heldOut && { heldOut: heldOut.scores }), all: all.scores },
                    silhouette,
                    classes: classSizes(assignments, loaded.classNames.length - (unsorted === null ? 0 : 1)),
                    ...comparisonJson(all, labelNames),
                };
                await out.data(`${JSON.stringify(result)}\n`);
            }
            else {
                const parts = [
                    scoreTable([...(heldOut ? [["held out", heldOut.scores]] : []), ["all images", all.scores]], [["silhouette", silhouette === null ? "-" : silhouette.toFixed(4)]], loaded.supervised ? "accuracy" : options.mapping ? "accuracy (of the run's mapping)" : undefined),
                    perClassTable(all, labelNames),
                    confusionTable(all, labelNames) ??
                        `(a confusion matrix of ${all.confusion.columnLabels.length} classes is too wide to show: --json gives it)\n`,
                ];
                await out.result(parts.join("\n"));
            }
            warnOfSkipped(out, images.skipped);
            return EXIT.success;
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
/** The label of each class: a classifier's own, those of a run where one is given, else null: the best ones. */
async function mappingFor(model, images, run) {
    if (run === undefined)
        return model.supervised ? knownLabels(model.classNames, images) : null;
    if (!model.supervised)
        return await labelsOfRun(run, images);
    throw new ArgumentError("--mapping is for classes that were found, and this model learned labels: leave it out");
}
/** The images in the model's size; a folder without a file of labels is labelled by its folders. */
async function judgedImages({ imageSize }, source, { labels, limit, maxPixels }, out, signal) {
    const { height, width, channels, range = "full" } = imageSize;
    const decoding = { height, width, channels: channels, maxPixels, range };
    const opening = { ...decoding, labels, limit: await limitOfFiles(limit, labels) };
    const opened = await readImages(source, opening, out, signal);
    const few = (set) => (limit === undefined ? set : spread(set, limit));
    return {
        train: few(labelledImages(opened.train)),
        test: opened.test && few(opened.test),
    };
}
/** The silhouette of a sample's features under their classes; null where it is not defined. */
async function silhouetteOf(model, images) {
    const drawn = spread(images, SILHOUETTE_SAMPLE);
    const clusters = await model.predict(drawn);
    const distinct = new Set(clusters).size;
    if (distinct < 2 || distinct >= drawn.count)
        return null;
    const { data, columns } = await model.transform(drawn);
    return silhouetteScore(data, columns, clusters);
}
//# sourceMappingURL=evaluate.js.map