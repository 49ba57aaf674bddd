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
/** What a classifier learns from: images with known classes, judged on others after each epoch. */
import { Tape } from "../../autograd/index.js";
import { crossEntropy, mean } from "../../ops/index.js";
import { tensor } from "../../tensor/index.js";
import { ImageBatches } from "../batches.js";
import { argmaxRows } from "../image_model.js";
/** Images in one pass of validation. */
const VALIDATION_BATCH = 500;
export class ClassifierTask {
    module;
    count;
    #config;
    #device;
    #train;
    #validation;
    #batches;
    #validationBatches;
    /** A factor for each class, where they differ. */
    #weights = null;
    #correct = 0;
    #seen = 0;
    constructor(network, config, train, validation, scale, classWeights) {
        this.module = network;
        this.count = train.chosen.length;
        this.#config = config;
        this.#device = network.storage.device;
        this.#train = train;
        this.#validation = validation;
        this.#batches = new ImageBatches(this.#device, train.images, scale);
        this.#validationBatches =
            validation === null
                ? null
                : validation.images === train.images
                    ? this.#batches
                    : new ImageBatches(this.#device, validation.images, scale);
        if (classWeights)
            this.#weights = tensor(this.#device, [...classWeights], [classWeights.length]);
    }
    step({ tape, indices, step }) {
        const { augmentation, labelSmoothing, seed } = this.#config;
        const chosen = indices.map((i) => this.#train.chosen[i]);
        const batch = this.#batches.select(tape, chosen);
        const labels = tape.constant(chosen.map((i) => this.#train.classes[i]), [chosen.length], "u32");
        const x = augmentation
            ? this.#batches.augmented(tape, batch, augmentation, { seed, offset: step })
            : this.#batches.plain(tape, batch);
        const logits = this.module.forward(tape, x);
        const options = { weight: this.#weights, labelSmoothing, reduction: "mean" };
        const loss = crossEntropy(tape, logits, labels, options);
        return { loss, report: [loss, logits] };
    }
    observe(_, [, logits], indices) {
        const truth = indices.map((i) => this.#train.classes[this.#train.chosen[i]]);
        this.#correct += countCorrect(logits, truth);
        this.#seen += truth.length;
    }
    async evaluate() {
        const accuracy = this.#correct / this.#seen;
        this.#correct = this.#seen = 0;
        if (!this.#validation || !this.#validationBatches)
            return { accuracy };
        const { chosen, classes } = this.#validation;
        let [loss, correct] = [0, 0];
        for (let begin = 0; begin < chosen.length; begin += VALIDATION_BATCH) {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const part = chosen.subarray(begin, begin + VALIDATION_BATCH);
                const tape = __addDisposableResource(env_1, new Tape(this.#device, { gradient: false }), false);
                const batch = this.#validationBatches.select(tape, part);
                const truth = part.map((i) => classes[i]);
                const labels = tape.constant(truth, [part.length], "u32");
                const logits = this.module.forward(tape, this.#validationBatches.plain(tape, batch));
                const losses = mean(tape, crossEntropy(tape, logits, labels));
                const [values, [value]] = await Promise.all([logits.data(), losses.data()]);
                loss += value * part.length;
                correct += countCorrect(values, truth);
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                __disposeResources(env_1);
            }
        }
        return { accuracy, valLoss: loss / chosen.length, valAccuracy: correct / chosen.length };
    }
    state() {
        return { correct: this.#correct, seen: this.#seen };
    }
    restore(state) {
        const { correct, seen } = (state ?? {});
        this.#correct = correct ?? 0;
        this.#seen = seen ?? 0;
    }
    release() {
        this.#batches.release();
        if (this.#validationBatches !== this.#batches)
            this.#validationBatches?.release();
        this.#weights?.release();
    }
}
/** Rows of logits whose largest is at the label. */
function countCorrect(data, truth) {
    const predicted = argmaxRows({ rows: truth.length, columns: data.length / truth.length, data });
    return truth.reduce((correct, label, row) => correct + Number(predicted[row] === label), 0);
}
//# sourceMappingURL=task.js.map