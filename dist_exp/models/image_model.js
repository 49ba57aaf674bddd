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
/** What models of images have in common: their device, training under way, prediction in batches, and files. */
import { Tape } from "../autograd/index.js";
import { ArgumentError, DataError, ModelFileError, TrainingError } from "../errors.js";
import { ImageBatches } from "./batches.js";
import { checkPixels } from "./images.js";
import { readCheckpoint, writeCheckpoint, writeModelFile } from "./model_file.js";
import { OwnDevice } from "./own_device.js";
/** Images in one pass of prediction. */
const PREDICTION_BATCH = 1000;
/** Base of models that take images of one size: `F` is what a trained one holds. */
export class ImageModel {
    #config;
    #device;
    #fitting = null;
    #fitted = null;
    #history = [];
    #trainingSeconds = 0;
    /**
     * @param config every default filled in.
     * @param device a device, which stays the caller's to close, or which to open.
     */
    constructor(config, device) {
        this.#config = config;
        this.#device = new OwnDevice(device);
    }
    /** The whole configuration, every default filled in; after `fit` what the model learned with. */
    get config() {
        return this.#config;
    }
    /** What `fit` leaves of what it trained: a kind whose training needs more than prediction drops the rest here. */
    async finished(fitted) {
        return fitted;
    }
    /** How pixels are scaled for the network; default 0 to 1. */
    get pixelScale() {
        return undefined;
    }
    /** Images as the network reads them, of the same number and size; default as they are. */
    async prepared(images) {
        return images;
    }
    /** What each epoch of the last training came to. */
    get history() {
        return this.#history;
    }
    /** Seconds spent in `fit`, resumed runs included. */
    get trainingSeconds() {
        return this.#trainingSeconds;
    }
    /** What the model takes. @throws {ArgumentError} before `fit` or `load`. */
    get imageSize() {
        return this.fitted.size;
    }
    /** The network, to look at or to take parts of. @throws {ArgumentError} before `fit` or `load`. */
    get network() {
        return this.fitted.network;
    }
    /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
    device() {
        return this.#device.get();
    }
    /** Writes the model as safetensors; an older file of that name survives a failure. */
    async save(path) {
        await writeModelFile(path, await this.#file(this.fitted));
    }
    /**
     * Frees the model, and closes the device unless it was given. A training under way ends first, as after
     * `signal`. Closing twice is harmless.
     */
    async close() {
        this.#fitting?.stop.abort();
        // What became of it is told to the caller of `fit`.
        await this.#fitting?.done.catch(() => { });
        this.#fitted?.network.release();
        this.#fitted = null;
        await this.#device.close();
    }
    get fitted() {
        if (!this.#fitted) {
            throw new ArgumentError(`this ${this.constructor.name} has learned nothing yet: call fit() or load()`);
        }
        return this.#fitted;
    }
    /** Takes over a trained model. */
    adopt(fitted) {
        this.#fitted?.network.release();
        this.#fitted = fitted;
        this.#config = fitted.config;
    }
    /**
     * Gives a network its memory on the model's device, and the values of a state dict, if there is one. What does not
     * fit is refused before any memory is taken.
     */
    async place(network, state, seed = 0) {
        if (state)
            network.checkStateDict(state);
        try {
            network.to(await this.device(), { seed });
            if (state)
                network.loadStateDict(state);
            return network;
        }
        catch (error) {
            network.release();
            await this.close();
            throw error;
        }
    }
    /** Trains: one training at a time, with checkpoints, stopped by `signal` and `close`. */
    async train(plan) {
        if (this.#fitting) {
            throw new ArgumentError(`fit: this ${this.constructor.name} is being trained: await that first`);
        }
        const stop = new AbortController();
        const done = this.#train(plan, stop.signal);
        this.#fitting = { stop, done };
        try {
            return await done;
        }
        finally {
            this.#fitting = null;
        }
    }
    async #train({ options, config, data, prepare, network: make, seed, start }, closed) {
        const { onProgress, signal, checkpoint, resume, callbacks = [] } = options;
        const identity = checkpoint || resume ? await data() : "";
        const resumed = resume ? await this.#readCheckpoint(resume, config, identity) : null;
        if (!resumed)
            await prepare?.();
        const network = make();
        if (resumed)
            network.checkStateDict(resumed.model.state);
        network.to(await this.device(), { seed });
        const owned = [];
        const own = (resource) => {
            owned.push(resource);
            return resource;
        };
        try {
            if (resumed)
                network.loadStateDict(resumed.model.state);
            const { trainer, fitted, keep } = start(network, own);
            if (resumed)
                restore(trainer, resumed.training, resume);
            const remember = () => {
                this.#history = trainer.history;
                this.#trainingSeconds = trainer.seconds;
                keep?.();
            };
            const checkpoints = {
                ...(onProgress && { onProgress }),
                onCheckpoint: async () => {
                    const model = await this.#file(fitted());
                    checkFinite(model.state, trainer.stepsDone);
                    remember();
                    if (!checkpoint)
                        return;
                    await writeCheckpoint(checkpoint, { model, training: await trainer.state(), data: identity });
                },
            };
            const finished = await trainer.run({
                callbacks: [...callbacks, checkpoints],
                signal: signal ? AbortSignal.any([signal, closed]) : closed,
            });
            remember();
            this.adopt(await this.finished(fitted()));
            return { finished, history: trainer.history };
        }
        catch (error) {
            network.release();
            throw error;
        }
        finally {
            for (const resource of owned)
                resource.release();
        }
    }
    /** Runs the network over all images in batches; the next batch is recorded while one is read. */
    async map(images, columns, run) {
        const { size } = this.fitted;
        images = checkPixels(images);
        if (images.height !== size.height || images.width !== size.width || images.channels !== size.channels) {
            throw new DataError(`the model takes images of ${size.height} x ${size.width} x ${size.channels}, ` +
                `these are ${images.height} x ${images.width} x ${images.channels}: load them in the model's size`);
        }
        const data = new Float32Array(images.count * columns);
        if (images.count === 0)
            return { rows: 0, columns, data };
        const device = await this.device();
        const batches = new ImageBatches(device, await this.prepared(images), this.pixelScale);
        let reading = Promise.resolve();
        try {
            for (let begin = 0; begin < images.count; begin += PREDICTION_BATCH) {
                const env_1 = { stack: [], error: void 0, hasError: false };
                try {
                    const count = Math.min(PREDICTION_BATCH, images.count - begin);
                    const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false }), false);
                    const indices = Uint32Array.from({ length: count }, (_, i) => begin + i);
                    const { values, pick } = run(tape, batches.plain(tape, batches.select(tape, indices)));
                    const before = reading;
                    reading = values.data().then((host) => {
                        const all = host;
                        if (!pick)
                            data.set(all, begin * columns);
                        else
                            for (let row = 0; row < count; row++)
                                data.set(pick(all, row), (begin + row) * columns);
                    });
                    // Awaited a batch later: until then a failure is not unhandled.
                    reading.catch(() => { });
                    await before;
                }
                catch (e_1) {
                    env_1.error = e_1;
                    env_1.hasError = true;
                }
                finally {
                    __disposeResources(env_1);
                }
            }
            await reading;
        }
        finally {
            batches.release();
        }
        return { rows: images.count, columns, data };
    }
    async #file(fitted) {
        return {
            kind: this.kind,
            config: fitted.config,
            size: fitted.size,
            details: this.details(fitted),
            state: await fitted.network.stateDict(),
        };
    }
    async #readCheckpoint(path, wanted, identity) {
        const checkpoint = await readCheckpoint(path);
        const { kind, config } = checkpoint.model;
        if (kind !== this.kind) {
            throw new ArgumentError(`${path} is a checkpoint of a model of kind ${kind}, this is one of ${this.kind}: resume with its kind`);
        }
        const [theirs, own] = [config, wanted];
        const other = Object.keys(own).filter((field) => JSON.stringify(theirs[field]) !== JSON.stringify(own[field]));
        if (other.length > 0) {
            throw new ArgumentError(`${path} was written with other settings (${other.join(", ")}): resume with the same, or start again`);
        }
        if (checkpoint.data !== identity) {
            throw new DataError(`${path} was written with other images: resume with the same, or start again`);
        }
        return checkpoint;
    }
}
/** Each row's largest, the first of equals. */
export function argmaxRows({ rows, columns, data }) {
    return Int32Array.from({ length: rows }, (_, row) => {
        let best = row * columns;
        for (let i = best + 1; i < (row + 1) * columns; i++)
            if (data[i] > data[best])
                best = i;
        return best - row * columns;
    });
}
/** A parameter may become NaN in the very step whose loss was the last finite one. */
function checkFinite(parameters, step) {
    for (const [name, { data }] of parameters) {
        if (data.every(Number.isFinite))
            continue;
        throw new TrainingError(`${name} is not a finite number after step ${step}: train again with a lower learningRate, ` +
            "or with clipNorm; the last checkpoint is kept");
    }
}
function restore(trainer, state, path) {
    try {
        trainer.restore(state);
    }
    catch (cause) {
        if (!(cause instanceof ModelFileError))
            throw cause;
        throw new ModelFileError(`${path}: ${cause.message}`, { cause });
    }
}
//# sourceMappingURL=image_model.js.map