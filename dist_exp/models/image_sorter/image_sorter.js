import { ArgumentError } from "../../errors.js";
import { checkDistinct } from "../distinct.js";
import { ImageClusterer } from "../image_clusterer/index.js";
import { argmaxRows } from "../image_model.js";
import { checkPixels } from "../images.js";
import { readCheckpoint } from "../model_file.js";
import { OwnDevice } from "../own_device.js";
import { DEFAULT_CLUSTERS } from "../pipeline/index.js";
import { planNetwork } from "./plan.js";
import { quickClusters } from "./quick.js";
/**
 * By so much the network has to score more than the first result, which is the score's noise. Of many images it learns
 * what neighbours in plain features do not show: true classes of MNIST score 0.02 less than the best first result. There
 * it may score a little less; a training that failed scores far less.
 */
const MARGIN = { few: 0.01, many: -0.04 };
const MANY_IMAGES = 5000;
/**
 * Sorts images into K classes: tries features that need no training, then trains an `ImageClusterer` where there are
 * enough images and enough time, and keeps the clustering that most features agree with (see `Jury`). Labels are not
 * looked at.
 *
 * ```ts
 * const sorter = new ImageSorter({ clusters: 10 });
 * const { clusters, kept } = await sorter.fit(images);
 * await sorter.model.save("model.safetensors");
 * await sorter.close();
 * ```
 */
export class ImageSorter {
    #options;
    #device;
    #sorted = null;
    /**
     * @param device a device, which stays the caller's to close, or which to open. Default "auto".
     * @throws {ArgumentError} if an option is out of its range.
     */
    constructor(options = {}, device = "auto") {
        const { clusters = DEFAULT_CLUSTERS, seed = 0, minutes } = options;
        if (!(Number.isInteger(clusters) && clusters >= 2 && clusters <= 10_000)) {
            throw new ArgumentError(`ImageSorter: clusters is ${clusters}: give a whole number from 2 to 10000`);
        }
        if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
            throw new ArgumentError(`ImageSorter: seed is ${seed}: give an unsigned 32-bit integer`);
        }
        if (minutes !== undefined && !(minutes > 0 && Number.isFinite(minutes))) {
            throw new ArgumentError(`ImageSorter: minutes is ${minutes}: give a number above 0`);
        }
        this.#options = { clusters, seed, ...(minutes !== undefined && { minutes }) };
        this.#device = new OwnDevice(device);
    }
    /** The model that was kept: it predicts, and is saved. @throws {ArgumentError} before `fit`. */
    get model() {
        if (this.#sorted)
            return this.#sorted.model;
        throw new ArgumentError("this ImageSorter has sorted nothing yet: call fit()");
    }
    /**
     * Sorts the images.
     * @throws {DataError} if fewer images differ than there are classes.
     * @throws {ArgumentError} when `resume` was written with other options.
     * @throws {ModelFileError} when a checkpoint cannot be read or written.
     */
    async fit(images, fitOptions = {}) {
        const start = performance.now();
        const elapsed = () => (performance.now() - start) / 1000;
        const { clusters, seed, minutes } = this.#options;
        const { signal, onFeatures, onFirst, onPlan } = fitOptions;
        checkPixels(images);
        checkDistinct(images, clusters);
        const device = await this.#device.get();
        const quick = await quickClusters(images, { clusters, seed, device, signal, onFeatures });
        const first = { ...firstResult(quick), seconds: elapsed() };
        await this.#keep(first);
        await onFirst?.(first);
        signal?.throwIfAborted();
        const clusterer = new ImageClusterer({ clusters, seed }, device);
        const given = await resumed(fitOptions, clusterer.configFor(images));
        const budget = minutes === undefined ? null : 60 * minutes - elapsed();
        // What was begun goes on with the epochs that it was given then, however long they take.
        const seconds = fitOptions.resume === undefined ? budget : Number.POSITIVE_INFINITY;
        const plan = await planNetwork(images, { config: given, device, seconds });
        await onPlan?.(plan);
        if (plan.epochs === 0)
            return await this.#keep({ ...first, network: { plan, finished: false, score: null } });
        const { epochs, batch } = plan;
        const network = await trained(new ImageClusterer({ clusters, seed, epochs, batch }, device), images, fitOptions);
        if (!network)
            return await this.#keep({ ...first, network: { plan, finished: false, score: null } });
        const score = quick.jury.score(Int32Array.from(quick.sample, (image) => network.clusters[image]));
        const trial = { plan, finished: true, score };
        const margin = images.count >= MANY_IMAGES ? MARGIN.many : MARGIN.few;
        if (score <= first.first.score + margin) {
            await network.model.close();
            return await this.#keep({ ...first, network: trial, seconds: elapsed() });
        }
        return await this.#keep({ ...first, ...network, kept: "network", network: trial, seconds: elapsed() });
    }
    /** Frees the model, and closes the device unless it was given. Closing twice is harmless. */
    async close() {
        await this.#sorted?.model.close();
        this.#sorted = null;
        await this.#device.close();
    }
    async #keep(sorted) {
        const before = this.#sorted;
        this.#sorted = sorted;
        if (before && before.model !== sorted.model)
            await before.model.close();
        return sorted;
    }
}
function firstResult({ model, clusters, confidence, chosen, tried, }) {
    return { model, kept: "features", clusters, confidence, first: chosen, tried, network: null };
}
/** The settings of the training that a checkpoint goes on with, which a budget may have made shorter. */
async function resumed({ resume }, config) {
    if (resume === undefined)
        return config;
    const { epochs, batch } = (await readCheckpoint(resume)).model.config;
    return { ...config, epochs, batch };
}
/** Trains, and sorts the images; null where `signal` ended the training. */
async function trained(model, images, { signal, checkpoint, resume, onProgress }) {
    try {
        const { finished } = await model.fit(images, { signal, checkpoint, resume, onProgress });
        if (finished) {
            const { columns, rows, data } = await model.predictProba(images);
            const clusters = argmaxRows({ rows, columns, data });
            const confidence = Float32Array.from(clusters, (label, row) => data[row * columns + label]);
            return { model, clusters, confidence };
        }
    }
    catch (error) {
        await model.close();
        throw error;
    }
    await model.close();
    return null;
}
//# sourceMappingURL=image_sorter.js.map