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
 * The training loop of every model: order of the examples, steps, learning rate, progress, stopping, checks and
 * checkpoints. Everything random is a function of seed and step, so a resumed training ends with the bits of one that
 * was never interrupted.
 */
import { Tape } from "../autograd/index.js";
import { ArgumentError, ModelFileError, TrainingError } from "../errors.js";
import { checkNumber, checkWhole } from "../ops/check.js";
import { clipGradients, } from "../optim/index.js";
import { BatchOrder } from "./order.js";
import { yieldToEvents } from "./yield.js";
/** Steps between two looks at what was reported: reading stalls the device, so it is not done each step. */
const READ_EVERY = 10;
/** Weight of a new step in the running loss. */
const SMOOTHING = 0.05;
export class Trainer {
    stepsPerEpoch;
    /** Of all epochs. */
    steps;
    #task;
    #options;
    #schedule;
    #onGradients;
    #order;
    #step = 0;
    #seconds = 0;
    #history = [];
    #epochLoss = 0;
    #epochExamples = 0;
    #running = null;
    #stopped = false;
    #pending = [];
    #callbacks = [];
    #callbackStates = {};
    /** Whether the module holds averages, which steps must not start from. */
    #averaged = false;
    /** @throws {ArgumentError} when an option is out of its range, or there is no example. */
    constructor(task, options) {
        const { seed = 0, clipNorm = 0, shuffle = true, dropLast = false, schedule, onGradients } = options;
        const { optimizer, epochs, batchSize, weightAverage = null } = options;
        checkWhole("Trainer", "epochs", epochs, 1);
        checkWhole("Trainer", "batchSize", batchSize, 1);
        checkWhole("Trainer", "seed", seed, 0);
        checkNumber("Trainer", "clipNorm", clipNorm, { low: 0 });
        if (task.count < 1)
            throw new ArgumentError("Trainer: there is no example to learn from: give one or more");
        this.#task = task;
        this.#options = { optimizer, epochs, batchSize, seed, clipNorm, shuffle, dropLast, weightAverage };
        this.#order = new BatchOrder({ count: task.count, batchSize, seed, shuffle, dropLast });
        this.stepsPerEpoch = this.#order.stepsPerEpoch;
        this.steps = this.stepsPerEpoch * epochs;
        this.#schedule = schedule?.(this.steps) ?? (() => optimizer.learningRate);
        this.#onGradients = onGradients;
    }
    /** Whose parameters are trained. */
    get module() {
        return this.#task.module;
    }
    /** Steps done. */
    get stepsDone() {
        return this.#step;
    }
    /** What each epoch came to. */
    get history() {
        return this.#history;
    }
    /** Spent in training, resumed runs included. */
    get seconds() {
        return this.#seconds;
    }
    /** Records and submits one step; returns at once. `read` tells the task what steps reported. */
    step() {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            if (this.#averaged) {
                throw new ArgumentError("Trainer: the weights are averages now: make another Trainer");
            }
            const { optimizer, seed, clipNorm, weightAverage } = this.#options;
            const { module } = this.#task;
            const { device } = module.storage;
            const indices = this.#order.at(this.#step);
            const tape = __addDisposableResource(env_1, new Tape(device, { training: { seed, step: this.#step } }), false);
            const { loss, report = [loss] } = this.#task.step({ tape, indices, step: this.#step, steps: this.steps });
            for (const tensor of report)
                tape.keep(tensor);
            tape.backward(loss);
            this.#onGradients?.();
            if (clipNorm > 0)
                clipGradients(module, clipNorm);
            optimizer.step(this.#schedule(this.#step));
            weightAverage?.update();
            device.submit();
            this.#step++;
            this.#pending.push({ step: this.#step, indices, tensors: report.map((tensor) => tape.take(tensor)) });
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    /**
     * Waits for the steps recorded so far, and tells the task what they reported.
     * @throws {TrainingError} when what was reported first is not finite.
     */
    async read(callbacks = []) {
        const pending = this.#pending.splice(0);
        try {
            const reads = pending.map(({ tensors }) => Promise.all(tensors.map((tensor) => tensor.data())));
            for (const [i, values] of (await Promise.all(reads)).entries()) {
                const { step, indices } = pending[i];
                this.#observe(step, indices, values, callbacks);
            }
        }
        finally {
            for (const { tensors } of pending)
                for (const tensor of tensors)
                    tensor.release();
        }
    }
    /**
     * Trains to the last epoch. Resolves with whether it got there: false after `signal`; true also where a callback
     * stopped it. With `weightAverage` the module holds the averages afterwards, and this trainer makes no further step.
     * @throws {ArgumentError} when two callbacks with a state have one name.
     * @throws {TrainingError} when a loss is not finite.
     */
    async run({ callbacks = [], signal, } = {}) {
        this.#begin(callbacks);
        const before = this.#seconds;
        const firstStep = this.#step;
        const start = performance.now();
        const elapsed = () => (performance.now() - start) / 1000;
        const checkpoint = async () => {
            await this.read(callbacks);
            this.#seconds = before + elapsed();
            for (const callback of callbacks)
                await callback.onCheckpoint?.(this);
        };
        while (this.#step < this.steps && !this.#stopped) {
            if (signal?.aborted) {
                await checkpoint();
                this.#applyAverage();
                return false;
            }
            this.step();
            // Lets timers, signals and decoding run between steps.
            await yieldToEvents();
            const endOfEpoch = this.#step % this.stepsPerEpoch === 0;
            // After the last step nothing would be trained by what happens between steps.
            const interrupted = this.#step < this.steps && (this.#task.interrupts?.(this.#step) ?? false);
            if (this.#step % READ_EVERY === 0 || endOfEpoch || interrupted) {
                await this.read(callbacks);
                if (interrupted)
                    await this.#task.between?.(this.#step);
                const progress = this.#progress(elapsed() / (this.#step - firstStep));
                for (const callback of callbacks)
                    callback.onProgress?.(progress);
            }
            if (endOfEpoch) {
                this.#seconds = before + elapsed();
                await this.#endEpoch(callbacks);
                await checkpoint();
            }
        }
        this.#applyAverage();
        for (const callback of callbacks)
            await callback.onEnd?.(this);
        return true;
    }
    #begin(callbacks) {
        const keeping = callbacks.filter(({ state }) => state);
        const names = keeping.map(({ name }) => name ?? "");
        const twice = names.find((name, i) => names.indexOf(name) !== i);
        if (twice !== undefined) {
            throw new ArgumentError(`Trainer: two callbacks are named "${twice}": rename one`);
        }
        for (const callback of callbacks)
            callback.onBegin?.(this);
        for (const [i, callback] of keeping.entries()) {
            const state = this.#callbackStates[names[i]];
            if (state)
                callback.restore?.(state, this);
        }
        this.#callbacks = keeping;
    }
    #applyAverage() {
        const { weightAverage } = this.#options;
        weightAverage?.apply();
        this.#averaged = weightAverage !== null;
    }
    /** What a checkpoint holds beside the parameters. Everything reported was read: call it from `onCheckpoint`. */
    async state() {
        return {
            step: this.#step,
            seconds: this.#seconds,
            history: [...this.#history],
            epochLoss: this.#epochLoss,
            running: this.#running,
            stopped: this.#stopped,
            optimizer: await this.#options.optimizer.state(),
            weightAverage: (await this.#options.weightAverage?.state()) ?? null,
            callbacks: {
                ...this.#callbackStates,
                ...Object.fromEntries(this.#callbacks.map((callback) => [callback.name ?? "", callback.state()])),
            },
            task: this.#task.state?.() ?? null,
        };
    }
    /** Goes on from what `state` gave. @throws {ModelFileError} when it belongs to another model. */
    restore(state) {
        const { weightAverage } = this.#options;
        if (!weightAverage !== !state.weightAverage) {
            throw new ModelFileError("only one of checkpoint and training averages weights: resume with the same weightAverage");
        }
        this.#task.restore?.(state.task);
        if (state.weightAverage)
            weightAverage?.restore(state.weightAverage);
        this.#callbackStates = state.callbacks;
        this.#options.optimizer.restore(state.optimizer);
        this.#step = state.step;
        this.#seconds = state.seconds;
        this.#history = [...state.history];
        this.#epochLoss = state.epochLoss;
        this.#epochExamples =
            (state.step % this.stepsPerEpoch) * Math.min(this.#options.batchSize, this.#task.count);
        this.#running = state.running;
        this.#stopped = state.stopped;
    }
    #observe(step, indices, values, callbacks) {
        const first = values[0];
        if (!first.every(Number.isFinite)) {
            throw new TrainingError(`the loss is not a finite number at step ${step}: train again with a lower learningRate, ` +
                "or with clipNorm; the last checkpoint is kept");
        }
        const loss = first.reduce((sum, value) => sum + value, 0) / first.length;
        this.#running = this.#running === null ? loss : this.#running + SMOOTHING * (loss - this.#running);
        this.#epochLoss += loss * indices.length;
        this.#epochExamples += indices.length;
        this.#task.observe?.(step, values, indices);
        for (const callback of callbacks)
            callback.onReport?.(step, values);
    }
    /** Judges the averages where there are any, else the weights themselves. */
    async #endEpoch(callbacks) {
        const { weightAverage } = this.#options;
        await (weightAverage ? weightAverage.use(() => this.#judge(callbacks)) : this.#judge(callbacks));
    }
    async #judge(callbacks) {
        const metrics = (await this.#task.evaluate?.()) ?? {};
        this.#history.push({
            epoch: this.#step / this.stepsPerEpoch,
            loss: this.#epochLoss / this.#epochExamples,
            learningRate: this.#schedule(this.#step - 1),
            seconds: this.#seconds,
            metrics,
        });
        this.#epochLoss = this.#epochExamples = 0;
        for (const callback of callbacks) {
            if ((await callback.onEpochEnd?.(this.#history, this)) === "stop")
                this.#stopped = true;
        }
    }
    #progress(secondsPerStep) {
        const { epochs, batchSize } = this.#options;
        return {
            epoch: Math.ceil(this.#step / this.stepsPerEpoch),
            epochs,
            step: this.#step,
            steps: this.steps,
            loss: this.#task.progress ?? this.#running ?? 0,
            imagesPerSecond: Math.min(batchSize, this.#task.count) / secondsPerStep,
            secondsLeft: (this.steps - this.#step) * secondsPerStep,
        };
    }
}
//# sourceMappingURL=trainer.js.map