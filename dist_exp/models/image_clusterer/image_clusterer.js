/** Sorts images into classes that nobody labelled. */
import { z } from "zod";
import { createImageSet } from "../../data/image_set.js";
import { DataError } from "../../errors.js";
import { softmax } from "../../ops/index.js";
import { Adam, oneCycle } from "../../optim/index.js";
import { Trainer } from "../../train/index.js";
import { chooseImageClusters } from "../choose_image_clusters.js";
import { checkDistinct } from "../distinct.js";
import { argmaxRows, ImageModel, } from "../image_model.js";
import { checkPixels, fingerprint } from "../images.js";
import { loadModel, registerModelKind } from "../registry.js";
import { AUTO, parseOptions } from "../schema.js";
import { chooseViews } from "../views/index.js";
import { centred } from "./centre.js";
import { parseConfig } from "./config.js";
import { ClustererNetwork } from "./network.js";
import { configFor } from "./small_sets.js";
import { ClustererTask } from "./task.js";
import { findUnequalClasses } from "./unequal.js";
const KIND = "image-clusterer";
/**
 * Clusters images with a recurrent network trained on the images alone
 * (information maximisation; see objective.ts), in scikit-learn's manner:
 *
 * ```ts
 * const clusterer = new ImageClusterer({ clusters: 10 });
 * await clusterer.fit(images);
 * const labels = await clusterer.predict(images);
 * await clusterer.save("digits.safetensors");
 * await clusterer.close();
 * ```
 */
export class ImageClusterer extends ImageModel {
    kind = KIND;
    supervised = false;
    #given;
    #lossHistory = [];
    #restarts = [];
    #classShares = null;
    /**
     * @param options see ImageClustererConfig; every part has a default.
     * @param device a device, which stays the caller's to close, or which to open. Default "auto".
     * @throws {ArgumentError} when an option is wrong.
     */
    constructor(options = {}, device = "auto") {
        super(parseConfig(options), device);
        this.#given = { ...options };
    }
    /**
     * What `fit` learns with, given these images, or that many. Where the constructor was given no `batch` and no `epochs`,
     * few images get smaller batches and more epochs than the defaults, so that the classes see enough steps. Where it was
     * given no `views`, or "auto", the images decide; of a number alone views stay "auto".
     */
    configFor(images) {
        if (typeof images === "number")
            return configFor(this.#given, images);
        const { views = AUTO } = this.#given;
        const given = views === AUTO ? { ...this.#given, views: chooseViews(images).views } : this.#given;
        return configFor(given, images.count);
    }
    /** Running losses of all heads every few steps of the training. */
    get lossHistory() {
        return this.#lossHistory;
    }
    /** Heads that were replaced by copies of better ones. */
    get restarts() {
        return this.#restarts;
    }
    /**
     * The shares of the images that `fit` held the classes to: those found, the largest first, or those of `prior`. Null for
     * equal ones, and after `load`.
     */
    get classShares() {
        return this.#classShares;
    }
    /** "0", "1", ...: found classes have no names of their own. */
    get classNames() {
        return Array.from({ length: this.config.clusters }, (_, cluster) => String(cluster));
    }
    /** The head that predicts: the one with the lowest loss. */
    get selectedHead() {
        return this.fitted.selectedHead;
    }
    /**
     * Learns the classes from the beginning. Labels, if the images have any, are not looked at.
     * `configFor` says with which settings; `config` has them afterwards, and the number of classes where it was "auto".
     * Training ends early after `signal` or `close`; the model is then the one learned so far. While the number of classes
     * is being chosen there is none, and `fit` rejects.
     * @throws {DataError} when the images cannot be sorted into that many classes, or no number of classes stands out.
     * @throws {ArgumentError} when `resume` was written with other settings, or `fit` is under way.
     * @throws {ModelFileError} when a checkpoint cannot be read or written.
     * @throws {TrainingError} when a loss or a parameter is not finite; what was learned before is kept.
     */
    async fit(images, { onLosses, callbacks = [], ...options } = {}) {
        images = checkPixels(images);
        const { views, centre } = this.configFor(images);
        const seen = await centred(images, centre);
        const given = await this.#withNumber({ ...this.#given, views }, seen, options.signal);
        const config = configFor(given, images.count);
        checkDistinct(images, config.clusters);
        const { height, width, channels, range } = images;
        const size = { height, width, channels, ...(range !== undefined && { range }) };
        const report = onLosses
            ? [{ onReport: (step, [losses]) => onLosses(step, [...losses]) }]
            : [];
        let unequal = null;
        return await this.train({
            options: { ...options, callbacks: [...callbacks, ...report] },
            config,
            data: () => fingerprint(images),
            prepare: async () => {
                unequal = await classesOf(await this.device(), seen, config);
            },
            network: () => new ClustererNetwork(config, size, { training: true }),
            seed: config.seed,
            start: (network, own) => {
                const { task, trainer } = trainingOf(network, config, seen, own, unequal);
                const fitted = () => ({ config, network, size, selectedHead: task.bestHead });
                const keep = () => {
                    this.#lossHistory = task.history;
                    this.#restarts = task.restarts;
                    this.#classShares = task.unequal?.shares ?? null;
                };
                return { trainer, fitted, keep };
            },
        });
    }
    /**
     * The most probable class of each image, [N], from 0 to clusters - 1. The images need not be those of
     * the training.
     * @throws {ArgumentError} before `fit` or `load`.
     * @throws {DataError} when the images are of another size than the model's.
     */
    async predict(images) {
        return argmaxRows(await this.predictProba(images));
    }
    /**
     * The most probable class of each image by each head, heads times [N]. Heads number classes in their own ways; how
     * far they agree tells how stable the classes are. Errors as `predict`.
     */
    async predictHeads(images) {
        const { network } = this.fitted;
        const { heads, clusters } = this.config;
        const { rows, data } = await this.map(images, heads * clusters, (tape, x) => ({
            values: network.forward(tape, x),
        }));
        return Array.from({ length: heads }, (_, head) => {
            const own = new Float32Array(rows * clusters);
            for (let row = 0; row < rows; row++) {
                const from = (row * heads + head) * clusters;
                own.set(data.subarray(from, from + clusters), row * clusters);
            }
            return argmaxRows({ rows, columns: clusters, data: own });
        });
    }
    /** Each image's probabilities of the classes, [N, clusters]; each row adds up to 1. Errors as `predict`. */
    async predictProba(images) {
        const { network, selectedHead } = this.fitted;
        const { heads, clusters } = this.config;
        return this.map(images, clusters, (tape, x) => ({
            values: softmax(tape, network.forward(tape, x)),
            pick: (data, row) => data.subarray((row * heads + selectedHead) * clusters, (row * heads + selectedHead + 1) * clusters),
        }));
    }
    /**
     * The features that the classes are read from, [N, features]: normalised final states of the recurrent
     * network, `hidden` for each direction. Errors as `predict`.
     */
    async transform(images) {
        const { encoder } = this.fitted.network;
        return this.map(images, encoder.features, (tape, x) => ({ values: encoder.forward(tape, x) }));
    }
    /** Reads a model that `save` wrote, or the model in a checkpoint. @throws {ModelFileError} */
    static async load(path, device = "auto") {
        return (await loadModel(path, device, KIND));
    }
    /** Makes a model of a file's contents. What does not fit is refused before any memory is taken. */
    static async open({ config, size, details, state }, device) {
        // Files from before there were presets: their defaults are those of "digits".
        const given = { views: "digits", ...config };
        const clusterer = new ImageClusterer(given, device);
        const { config: checked } = clusterer;
        const { selectedHead } = parseOptions(detailsSchema(checked), details, "model");
        const network = await clusterer.place(new ClustererNetwork(checked, size), ClustererNetwork.predicting(state));
        clusterer.adopt({ config: checked, network, size, selectedHead });
        return clusterer;
    }
    /** The options, with the number of classes that these images seem to have in place of "auto". */
    async #withNumber(given, images, signal) {
        if (given.clusters !== AUTO)
            return given;
        const { seed } = this.config;
        const { count, height, width, channels, pixels: bytes } = images;
        const pixels = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
        const kinds = { channels: channels, source: "ImageClusterer.fit" };
        const set = createImageSet({ count, height, width, pixels, ...kinds });
        const device = await this.device();
        const { recommended } = await chooseImageClusters(set, { device, seed, ...(signal && { signal }) });
        const [first] = recommended;
        if (!first) {
            throw new DataError("no number of classes stands out in these images: give clusters a number");
        }
        return { ...given, clusters: first.clusters };
    }
    prepared(images) {
        return centred(images, this.config.centre);
    }
    /** A network without the projection. */
    async finished(fitted) {
        const { config, network: trained, size } = fitted;
        if (!trained.projection)
            return fitted;
        const state = ClustererNetwork.predicting(await trained.stateDict());
        const network = await this.place(new ClustererNetwork(config, size), state);
        trained.release();
        return { ...fitted, network };
    }
    details({ selectedHead }) {
        return { selectedHead };
    }
}
registerModelKind({ kind: KIND, open: ImageClusterer.open });
const detailsSchema = ({ heads }) => z.object({
    selectedHead: z
        .int()
        .min(0)
        .max(heads - 1),
});
/** The parts of one training. */
export function trainingOf(network, config, images, own, unequal = null) {
    const optimizer = own(new Adam(network, { learningRate: config.learningRate }));
    const task = own(new ClustererTask(network, config, images, optimizer, unequal));
    const trainer = new Trainer(task, {
        optimizer,
        epochs: config.epochs,
        batchSize: config.batch,
        seed: config.seed,
        schedule: (steps) => oneCycle(config.learningRate, steps, config.warmup),
        clipNorm: config.clipNorm,
        dropLast: true,
    });
    return { task, trainer };
}
/** What `objective.prior` says of the classes' sizes; null for equal ones. */
async function classesOf(device, images, config) {
    const { prior } = config.objective;
    if (prior === "uniform")
        return null;
    if (prior === "auto")
        return await findUnequalClasses(device, images, config);
    const total = prior.reduce((sum, share) => sum + share, 0);
    return { shares: prior.map((share) => share / total), seeds: null };
}
//# sourceMappingURL=image_clusterer.js.map