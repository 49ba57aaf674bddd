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
/** Any network over arrays, in Keras's manner. */
import { Tape } from "../autograd/index.js";
import { Device } from "../device/index.js";
import { openDevice } from "../device/node/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkWhole } from "../ops/check.js";
import { WeightAverage } from "../optim/index.js";
import { show } from "../tensor/index.js";
import { Trainer } from "../train/index.js";
import { ArrayTask, arrayFingerprint, namingLayer, split } from "./array_task.js";
import { metrics as knownMetrics } from "./model_metrics.js";
import { loadModule, saveModule } from "./module_file.js";
import { losses, named, optimizers } from "./optimizers.js";
import { checkInput, labelsOf, RowBatches, rowsAt } from "./rows.js";
import { readTrainingFile, writeTrainingFile } from "./training_file.js";
/**
 * Trains and applies any module over arrays:
 *
 * ```ts
 * const model = new Model(new Sequential(new LSTM(28, 256), new Linear(256, 10)));
 * model.compile({ optimizer: "adam", loss: "crossEntropy", metrics: ["accuracy"] });
 * await model.fit(x, y, { epochs: 5, batchSize: 32 });
 * const { accuracy } = await model.evaluate(xTest, yTest);
 * await model.close();
 * ```
 */
export class Model {
    network;
    seed;
    #choice;
    #device = null;
    #compiled = null;
    #optimizer = null;
    /** Trainings so far: each draws other random numbers. */
    #fits = 0;
    /**
     * @param network without memory; the model gives it some on its device, and releases it.
     * @param device a device, which stays the caller's to close, or which to open. Default "auto".
     * @param seed decides first values, order and dropout. Default 0.
     */
    constructor(network, { device = "auto", seed = 0 } = {}) {
        this.network = network;
        this.#choice = device;
        this.seed = seed;
    }
    /**
     * Says how the network learns. What the optimizer remembered is forgotten.
     * @throws {ArgumentError} when a name is unknown, listing the known ones.
     */
    compile({ optimizer = "adam", learningRate, loss, metrics = [] }) {
        const make = typeof optimizer === "function"
            ? optimizer
            : (network) => named("compile: optimizer", optimizers, optimizer)(network, {
                ...(learningRate !== undefined && { learningRate }),
            });
        if (typeof optimizer === "string")
            named("compile: optimizer", optimizers, optimizer);
        this.#optimizer?.release();
        this.#optimizer = null;
        this.#compiled = {
            optimizer: make,
            names: {
                optimizer: typeof optimizer === "string" ? optimizer : null,
                learningRate: learningRate ?? null,
                loss: typeof loss === "string" ? loss : null,
            },
            loss: typeof loss === "function" ? loss : named("compile: loss", losses, loss),
            labels: loss === "crossEntropy",
            metrics: metrics.map((metric) => typeof metric === "function" ? metric : named("compile: metric", knownMetrics, metric)),
        };
    }
    /**
     * Trains. Calling it again goes on from where the last call ended.
     * @param x [N, ...] what the network reads.
     * @param y [N] labels for "crossEntropy", else what the loss compares predictions with.
     * @returns what each epoch came to: the loss, and metrics of the validation examples as valLoss, valAccuracy, ...
     * @throws {ArgumentError} before `compile`, or when an option is wrong.
     * @throws {ShapeError} when x and y differ in their number, or the network does not take such shapes.
     * @throws {DataError} when a label is no whole number from 0 up, or `resume` was written with other examples.
     * @throws {ModelFileError} when a checkpoint cannot be read or written, or is of another network.
     * @throws {TrainingError} when a loss is not finite.
     */
    async fit(x, y, options = {}) {
        const compiled = this.#compiledOnce();
        const { epochs = 1, batchSize = 32, shuffle = true, clipNorm = 0, weightAverage: decay = null, validationSplit, validationData, } = options;
        const { callbacks = [], onProgress, signal, checkpoint, resume } = options;
        const targets = this.#targets(x, y, compiled);
        const all = Uint32Array.from({ length: x.shape[0] }, (_, i) => i);
        const parts = validationSplit === undefined ? [all, null] : split(all, validationSplit, this.seed);
        if (validationData && parts[1]) {
            throw new ArgumentError("fit: both validationData and validationSplit are given: leave one out");
        }
        const judged = parts[1] ? [rowsAt(x, parts[1]), rowsAt(targets, parts[1])] : validationData;
        const about = {
            options: {
                epochs,
                batchSize,
                shuffle,
                clipNorm,
                weightAverage: decay,
                validationSplit,
                seed: this.seed,
                ...compiled.names,
            },
            data: checkpoint || resume ? arrayFingerprint(x, targets) : "",
        };
        const resumed = resume ? await readTrainingFile(resume, about) : null;
        const device = await this.#place();
        if (resumed)
            this.network.checkStateDict(resumed.weights);
        this.#optimizer ??= compiled.optimizer(this.network);
        const weightAverage = decay === null ? null : new WeightAverage(this.network, { decay });
        const fits = resumed?.fits ?? this.#fits;
        this.#fits = fits + 1;
        try {
            const task = new ArrayTask(this.network, device, compiled.loss, x, targets, parts[0], async () => judged ? prefixed(await this.evaluate(...judged)) : {});
            try {
                const trainer = new Trainer(task, {
                    ...{ optimizer: this.#optimizer, epochs, batchSize, shuffle, clipNorm, weightAverage },
                    seed: this.seed + fits,
                });
                if (resumed) {
                    trainer.restore(resumed.training);
                    this.network.loadStateDict(resumed.weights);
                }
                const own = {
                    ...(onProgress && { onProgress }),
                    ...(checkpoint && {
                        onCheckpoint: async () => {
                            const [weights, training] = [await this.network.stateDict(), await trainer.state()];
                            await writeTrainingFile(checkpoint, { ...about, fits, weights, training });
                        },
                    }),
                };
                await trainer.run({ callbacks: [...callbacks, own], signal });
                return trainer.history;
            }
            finally {
                task.release();
            }
        }
        finally {
            weightAverage?.release();
        }
    }
    /** The mean loss, and each metric by its name. Errors as `fit`. */
    async evaluate(x, y, { batchSize = 500 } = {}) {
        const compiled = this.#compiledOnce();
        const targets = this.#targets(x, y, compiled);
        const device = await this.#place();
        const truth = new RowBatches(device, targets);
        let loss = 0;
        try {
            const predicted = await this.#map(x, batchSize, async (tape, output, indices) => {
                const [value] = await compiled.loss(tape, output, truth.select(tape, indices)).data();
                loss += (value * indices.length) / truth.count;
            });
            const results = compiled.metrics.map((metric) => [metric.name, metric(predicted, targets)]);
            return { loss, ...Object.fromEntries(results) };
        }
        finally {
            truth.release();
        }
    }
    /** What the network makes of x, [N, ...]. @throws {ShapeError} when it does not take such shapes. */
    async predict(x, { batchSize = 500 } = {}) {
        return this.#map(x, batchSize);
    }
    /** Writes the network's parameters as safetensors. @throws {ModelFileError} */
    async save(path) {
        await this.#place();
        await saveModule(this.network, path);
    }
    /** Reads parameters that `save` wrote, of a network of the same architecture. @throws {ModelFileError} */
    async load(path) {
        await this.#place();
        await loadModule(this.network, path);
    }
    /** Frees the network, and closes the device unless it was given. Closing twice is harmless. */
    async close() {
        this.#optimizer?.release();
        this.#optimizer = null;
        this.network.release();
        if (!(this.#choice instanceof Device))
            this.#device?.close();
        this.#device = null;
    }
    #compiledOnce() {
        if (!this.#compiled)
            throw new ArgumentError("this Model was not compiled yet: call compile({ loss }) first");
        return this.#compiled;
    }
    #targets(x, y, { labels }) {
        checkInput("x", x);
        checkInput("y", y);
        if (x.shape[0] !== y.shape[0]) {
            throw new ShapeError(`x is ${show(x.shape)}, y is ${show(y.shape)}: give a target for each example`);
        }
        return labels ? labelsOf("y", y) : y;
    }
    async #place() {
        if (this.#device)
            return this.#device;
        const device = this.#choice instanceof Device ? this.#choice : await openDevice(this.#choice);
        this.network.to(device, { seed: this.seed });
        this.#device = device;
        return device;
    }
    /** Runs the network over all examples in batches. */
    async #map(x, batchSize, look = async () => { }) {
        checkInput("x", x);
        checkWhole("Model", "batchSize", batchSize, 1);
        const device = await this.#place();
        const batches = new RowBatches(device, x);
        const parts = [];
        let shape = [];
        try {
            for (let begin = 0; begin < batches.count; begin += batchSize) {
                const env_1 = { stack: [], error: void 0, hasError: false };
                try {
                    const count = Math.min(batchSize, batches.count - begin);
                    const indices = Uint32Array.from({ length: count }, (_, i) => begin + i);
                    const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false }), false);
                    const input = batches.select(tape, indices);
                    const output = namingLayer(this.network, input, () => this.network.forward(tape, input));
                    await look(tape, output, indices);
                    parts.push((await output.data()));
                    shape = output.shape;
                }
                catch (e_1) {
                    env_1.error = e_1;
                    env_1.hasError = true;
                }
                finally {
                    __disposeResources(env_1);
                }
            }
        }
        finally {
            batches.release();
        }
        const data = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
        let at = 0;
        for (const part of parts) {
            data.set(part, at);
            at += part.length;
        }
        return { shape: [batches.count, ...shape.slice(1)], data };
    }
}
/** loss, accuracy as valLoss, valAccuracy. */
function prefixed(results) {
    return Object.fromEntries(Object.entries(results).map(([name, value]) => [`val${name[0].toUpperCase()}${name.slice(1)}`, value]));
}
//# sourceMappingURL=model.js.map