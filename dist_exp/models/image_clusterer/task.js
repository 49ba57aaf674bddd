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
/** What the clusterer learns from: two views of each batch, the running losses of its heads, and their restarts. */
import { z } from "zod";
import { Tape } from "../../autograd/index.js";
import { ModelFileError } from "../../errors.js";
import { add, scale } from "../../ops/index.js";
import { Random, streamOf } from "../../random/philox.js";
import { ImageBatches } from "../batches.js";
import { contrast } from "./contrastive.js";
import { informationMaximization } from "./objective.js";
/** Weight of a new step in the running losses. */
const SMOOTHING = 0.05;
/** Steps between two entries of the history. */
const HISTORY_EVERY = 10;
/** Of an image's seed against the other classes': a probability of 0.98 among ten. */
const SEED_LOGIT = 6;
/** What the task keeps in a checkpoint; the running losses are none, or one for each head. */
const stateSchema = ({ heads, clusters }, count) => z.object({
    running: z.array(z.number()).refine(({ length }) => length === 0 || length === heads),
    history: z.array(z.object({ step: z.number(), losses: z.array(z.number()) })),
    restarts: z.array(z.object({ step: z.number(), head: z.number(), from: z.number() })),
    unequal: z
        .object({
        shares: z.array(z.number()).length(clusters),
        seeds: z
            .array(z
            .int()
            .min(0)
            .max(clusters - 1))
            .length(count)
            .nullable(),
    })
        .nullable(),
});
/** The index of the smallest value, the first of equals; 0 of none. */
function lowest(values) {
    return values.reduce((best, value, i) => (value < values[best] ? i : best), 0);
}
export class ClustererTask {
    module;
    count;
    #config;
    #optimizer;
    #device;
    #batches;
    #running = [];
    #bestHead = 0;
    #history = [];
    #restarts = [];
    #unequal;
    constructor(network, config, images, optimizer, unequal = null) {
        this.module = network;
        this.count = images.count;
        this.#config = config;
        this.#optimizer = optimizer;
        this.#device = network.storage.device;
        this.#unequal = unequal;
        this.#batches = new ImageBatches(this.#device, images);
    }
    /** Running losses of all heads every few steps. */
    get history() {
        return this.#history;
    }
    /** Heads that were replaced by copies of better ones. */
    get restarts() {
        return this.#restarts;
    }
    /** What the sizes of the classes are held to; null for equal ones. */
    get unequal() {
        return this.#unequal;
    }
    /** The head with the lowest running loss. A copy made of it since does not count: it has learned nothing yet. */
    get bestHead() {
        return this.#bestHead;
    }
    /** The lowest running loss of a head. */
    get progress() {
        return this.#running[this.#bestHead] ?? 0;
    }
    step({ tape, indices, step, steps }) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { seed, objective } = this.#config;
            const symmetric = step >= objective.symmetricFrom * steps;
            const targets = __addDisposableResource(env_1, new Tape(this.#device, { gradient: false }), false);
            const batch = this.#batches.select(targets, indices);
            // Two views of one step draw different random numbers.
            const features = (on, number, images, updateStatistics) => on.inMode({ seed, step: 2 * step + number, updateStatistics }, () => this.module.encoder.forward(on, images()));
            const { projection } = this.module;
            // A fixed target takes no gradient; the features below it do where the projection learns from them.
            const targetTape = symmetric ? tape : targets;
            const plainTape = projection ? tape : targetTape;
            // Predictions are made for plain images, so the running statistics are theirs.
            const plain = features(plainTape, 0, () => this.#batches.plain(plainTape, batch), true);
            const random = { seed, offset: step };
            const views = this.#augmentation(step, steps);
            const augmented = features(tape, 1, () => this.#batches.augmented(tape, batch, views, random), false);
            const { shares = null, seeds = null } = this.#unequal ?? {};
            const { perHead, total } = informationMaximization(tape, symmetric || !seeds ? this.module.logits(targetTape, plain) : this.#seedLogits(tape, seeds, indices), this.module.logits(tape, augmented), objective, symmetric, shares);
            if (!projection)
                return { loss: total, report: [perHead] };
            const [a, b] = [projection.forward(tape, plain), projection.forward(tape, augmented)];
            const contrastive = scale(tape, contrast(tape, a, b, objective.temperature), objective.contrastive);
            return { loss: add(tape, total, contrastive), report: [perHead] };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    observe(step, [losses]) {
        this.#running =
            this.#running.length === 0
                ? [...losses]
                : this.#running.map((running, head) => running + SMOOTHING * (losses[head] - running));
        this.#bestHead = lowest(this.#running);
        if (step % HISTORY_EVERY === 0)
            this.#history.push({ step, losses: [...this.#running] });
    }
    interrupts(step) {
        const { every } = this.#config.headRestarts;
        return every > 0 && step % every === 0;
    }
    /** Replaces heads that are stuck in a worse optimum by noisy copies of the best. */
    async between(step) {
        const best = this.#bestHead;
        for (const [head, loss] of this.#running.entries()) {
            if (loss <= this.#running[best] + this.#config.headRestarts.margin)
                continue;
            const random = new Random(this.#config.seed, streamOf(`restart.${step}.${head}`));
            await this.module.copyHead(this.#optimizer, best, head, random);
            this.#running[head] = this.#running[best];
            this.#restarts.push({ step, head, from: best });
        }
    }
    state() {
        const unequal = this.#unequal && {
            shares: [...this.#unequal.shares],
            seeds: this.#unequal.seeds && [...this.#unequal.seeds],
        };
        return {
            ...{ running: [...this.#running], history: [...this.#history], restarts: [...this.#restarts] },
            unequal,
        };
    }
    restore(state) {
        const { success, data } = stateSchema(this.#config, this.count).safeParse(state);
        if (!success) {
            throw new ModelFileError("its training state cannot be read: copy the file again, or train again");
        }
        this.#running = data.running;
        this.#bestHead = lowest(data.running);
        this.#history = data.history;
        this.#restarts = data.restarts;
        this.#unequal = data.unequal && {
            shares: data.unequal.shares,
            seeds: data.unequal.seeds && Int32Array.from(data.unequal.seeds),
        };
    }
    release() {
        this.#batches.release();
    }
    /** Fixed targets [B, heads, K] that are nearly certain of each image's seed. */
    #seedLogits(tape, seeds, indices) {
        const { heads, clusters } = this.#config;
        const logits = new Float32Array(indices.length * heads * clusters);
        for (const [row, image] of indices.entries()) {
            for (let head = 0; head < heads; head++) {
                logits[(row * heads + head) * clusters + seeds[image]] = SEED_LOGIT;
            }
        }
        return tape.constant(logits, [indices.length, heads, clusters]);
    }
    /** Erasing bridges variants of a class early on, and costs accuracy at the end. */
    #augmentation(step, steps) {
        const { augmentation } = this.#config;
        return step < augmentation.eraseUntil * steps ? augmentation : { ...augmentation, erase: 0 };
    }
}
//# sourceMappingURL=task.js.map