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
/** Features, reductions and a clusterer as one model, in scikit-learn's manner. */
// Files name estimators by their kinds, which the estimators' own modules register.
import "../../clustering/index.js";
import "../../features/index.js";
import { ArgumentError, DataError } from "../../errors.js";
import { tensor } from "../../tensor/index.js";
import { writeModelFile } from "../model_file.js";
import { OwnDevice } from "../own_device.js";
import { loadModel, registerModelKind } from "../registry.js";
import { answersOf, countClusters, predicts } from "./answers.js";
import { examplesOf } from "./examples.js";
import { collect, hostRows, transformed, withFeatures } from "./features.js";
import { describePipeline, KIND, restorePipeline } from "./pipeline_file.js";
import { checkSteps } from "./steps.js";
/** Numbers of the images that the first step learns from, at most: 256 MB. */
const LEARN_VALUES = 2 ** 26;
/**
 * Transformers one after the other, then at most one clusterer, as one model and one file:
 *
 * ```ts
 * const pipeline = new Pipeline([
 *   ["hog", new Hog()],
 *   ["scale", new StandardScaler()],
 *   ["cluster", new KMeans({ clusters: 10 })],
 * ]);
 * const labels = await pipeline.fitPredict(images);
 * const others = await pipeline.predict(newImages);
 * await pipeline.save("digits.safetensors");
 * await pipeline.close();
 * ```
 *
 * Images cross to the device a block at a time; the features [N, F] of all of them are held there and on the host.
 * The first step learns from all images, or from as many at even distances as have 2^26 values.
 *
 * New images get the answer of the clusterer's `predict`. Where it has none (`Agglomerative`, `Hdbscan`, ...) the five
 * nearest of the rows that it learned from vote, noise included; of equal numbers of votes the lowest cluster wins.
 */
export class Pipeline {
    kind = KIND;
    /** The classes are found ones. */
    supervised = false;
    #steps;
    #device;
    #fitted = null;
    #answers = null;
    /**
     * @param steps names and estimators, which `fit` fits.
     * @param device a device, which stays the caller's to close, or which to open. Default "auto". Tensors are computed
     * with on their own device.
     * @throws {ArgumentError} for no steps, two of one name, or a clusterer that is not the last.
     */
    constructor(steps, { device = "auto" } = {}) {
        this.#steps = checkSteps(steps);
        this.#device = new OwnDevice(device);
    }
    /** The steps, in order. */
    get steps() {
        return this.#steps.all;
    }
    /** Names, kinds and options of the steps. @throws {ArgumentError} before `fit` or `load`. */
    get config() {
        this.#learned();
        const steps = this.steps.map(([name, estimator]) => {
            return { name, kind: estimator.kind, options: estimator.state().options };
        });
        return { steps };
    }
    /**
     * "0", "1", ..., then "unsorted" where the clusterer found noise: the columns of `predictProba`.
     * @throws {ArgumentError} before `fit` or `load`, or without a clusterer.
     */
    get classNames() {
        const { clusters, noise } = this.#answering("classNames");
        const names = Array.from({ length: clusters }, (_, cluster) => String(cluster));
        return noise ? [...names, UNSORTED] : names;
    }
    /** What the pipeline takes. @throws {ArgumentError} before `fit` or `load`, or when `fit` got rows. */
    get imageSize() {
        const { size } = this.#learned();
        if (size)
            return size;
        throw new ArgumentError("Pipeline: it was fitted with rows of numbers, not with images: give it a tensor");
    }
    /** Seconds spent in `fit`. */
    get trainingSeconds() {
        return this.#learned().seconds;
    }
    /**
     * The cluster of each example that `fit` got; -1 for noise.
     * @throws {ArgumentError} before `fit` or `load`, or without a clusterer.
     */
    get labels() {
        this.#answering("labels");
        return this.#learned().labels;
    }
    /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
    device() {
        return this.#device.get();
    }
    /**
     * Fits each step with what the steps before it make of the examples.
     * @param input images, or a tensor of float32: images [N, H, W, C] with values 0 to 1, or rows [N, D].
     * @throws {DataError} for no images, and what the steps throw.
     * @throws {ShapeError} for a tensor of another shape or type.
     */
    async fit(input, { signal, onStep } = {}) {
        const start = performance.now();
        const examples = await examplesOf("Pipeline.fit", input, () => this.device());
        this.#fitted = null;
        this.#answers = null;
        const { transformers } = this.#steps;
        const learn = async (from, x) => {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                signal?.throwIfAborted();
                const [step] = transformers.slice(from);
                if (!step)
                    return await this.#fitClusterer(x, onStep);
                onStep?.(step.name);
                await step.transformer.fit(x);
                const y = __addDisposableResource(env_2, await transformed(step, x), false);
                return await learn(from + 1, y);
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        };
        let learned;
        const [first] = transformers;
        if (examples.shape.length === 1) {
            learned = await examples.sample(Number.POSITIVE_INFINITY, (x) => learn(0, x));
        }
        else {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                if (first) {
                    onStep?.(first.name);
                    await examples.sample(LEARN_VALUES, (x) => first.transformer.fit(x));
                }
                const features = await collect(examples, (x) => withFeatures(first ? [first] : [], x, hostRows), signal);
                const x = __addDisposableResource(env_1, tensor(examples.device, features.data, [features.rows, features.columns]), false);
                learned = await learn(1, x);
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                __disposeResources(env_1);
            }
        }
        const range = "pixels" in input ? input.range : undefined;
        const [height = 1, width = 1, channels = 1] = examples.shape;
        const seconds = (performance.now() - start) / 1000;
        this.#adopt({
            ...learned,
            shape: examples.shape,
            size: examples.shape.length === 1
                ? null
                : { height, width, channels, ...(range !== undefined && { range }) },
            seconds,
        });
        return this;
    }
    /** `fit`, then the labels. */
    async fitPredict(input, options = {}) {
        return (await this.fit(input, options)).labels;
    }
    /**
     * The cluster of each example, [N]; -1 for noise.
     * @throws {ArgumentError} before `fit` or `load`, or without a clusterer.
     * @throws {DataError} when the examples are of another size than those that `fit` got.
     */
    async predict(input) {
        const answers = this.#answering("predict");
        const examples = await this.#examples("Pipeline.predict", input);
        const labels = new Int32Array(examples.count);
        for await (const { first, x } of examples.blocks()) {
            await withFeatures(this.#steps.transformers, x, async (rows) => {
                labels.set(await answers.predict(rows), first);
            });
        }
        return labels;
    }
    /**
     * The share of each class in each example, [N, classes], in the order of `classNames`; each row adds up to 1. The
     * clusterer's own probabilities where it has some; else, for centres at the distances d, memberships in proportion
     * to d^-2 (fuzzy c-means with m = 2, Bezdek 1981); else the share of the votes. Errors as `predict`.
     */
    async predictProba(input) {
        const answers = this.#answering("predictProba");
        const examples = await this.#examples("Pipeline.predictProba", input);
        return await collect(examples, (x) => withFeatures(this.#steps.transformers, x, async (rows) => {
            const shares = await answers.shares(rows);
            return { rows: rows.shape[0], columns: shares.length / rows.shape[0], data: shares };
        }));
    }
    /**
     * What the transformers make of the examples, [N, F]: the rows that the clusterer gets.
     * @throws {ArgumentError} before `fit` or `load`.
     * @throws {DataError} when the examples are of another size than those that `fit` got.
     */
    async transform(input) {
        const examples = await this.#examples("Pipeline.transform", input);
        return await collect(examples, (x) => withFeatures(this.#steps.transformers, x, hostRows));
    }
    /**
     * Writes the pipeline as one file of safetensors; an older file of that name survives a failure.
     * @throws {ArgumentError} before `fit` or `load`.
     * @throws {ModelFileError} when the file system refuses.
     */
    async save(path) {
        await writeModelFile(path, describePipeline(this.steps, this.#learned()));
    }
    /** Closes the device unless it was given, and forgets what was learned. Closing twice is harmless. */
    async close() {
        this.#fitted = null;
        this.#answers = null;
        await this.#device.close();
    }
    /** Reads a pipeline that `save` wrote. @throws {ModelFileError} */
    static async load(path, device = "auto") {
        return (await loadModel(path, device, KIND));
    }
    /** Makes a pipeline of a file's contents. @throws {SkeinError} when a part is not what a pipeline keeps. */
    static async open(file, device) {
        const { steps, fitted } = restorePipeline(file);
        const pipeline = new Pipeline(steps, { device });
        if (pipeline.#steps.clusterer && !fitted.labels) {
            throw new DataError("a pipeline with a clusterer has labels, this one none: save it again");
        }
        pipeline.#adopt(fitted);
        return pipeline;
    }
    async #fitClusterer(x, onStep) {
        const { clusterer, all } = this.#steps;
        if (!clusterer)
            return { labels: null, clusters: 0, rows: null };
        onStep?.(all.at(-1)[0]);
        const labels = Int32Array.from(await clusterer.fitPredict(x));
        const kept = predicts(clusterer) ? null : { columns: x.shape[1], data: await x.data() };
        return { labels, clusters: await countClusters(clusterer, labels, x), rows: kept };
    }
    #adopt(fitted) {
        const { clusterer } = this.#steps;
        const { labels, clusters, rows } = fitted;
        this.#answers = clusterer && labels && answersOf(clusterer, { labels, clusters, rows });
        this.#fitted = fitted;
    }
    async #examples(caller, input) {
        const { shape } = this.#learned();
        const examples = await examplesOf(caller, input, () => this.device());
        if (examples.shape.join() === shape.join())
            return examples;
        const what = shape.length === 1 ? "rows" : "images";
        throw new DataError(`${caller}: fit got ${what} of ${shape.join(" x ")}, these are ${examples.shape.join(" x ")}: ` +
            `give ${what} of the same size`);
    }
    #learned() {
        if (this.#fitted)
            return this.#fitted;
        throw new ArgumentError("this Pipeline has learned nothing yet: call fit() or load()");
    }
    #answering(caller) {
        this.#learned();
        if (this.#answers)
            return this.#answers;
        throw new ArgumentError(`Pipeline.${caller}: the last step is no clusterer: add one, or call transform for features`);
    }
}
registerModelKind({ kind: KIND, open: Pipeline.open });
/** The class of images that belong to no cluster. */
export const UNSORTED = "unsorted";
//# sourceMappingURL=pipeline.js.map