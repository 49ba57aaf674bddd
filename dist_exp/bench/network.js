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
/** A named network as a benchmark work: a training step, and prediction. Peers know it by its name and state dict. */
import { Tape } from "../autograd/index.js";
import { buildNetwork } from "../models/index.js";
import { Dropout, summarize } from "../nn/index.js";
import { crossEntropy, mean } from "../ops/index.js";
import { Adam } from "../optim/index.js";
import { tensor } from "../tensor/index.js";
import { normalTensor, } from "./case.js";
import { maxError } from "./float64.js";
import { logits64 } from "./networks64.js";
const CLASSES = 10;
const LEARNING_RATE = 1e-3;
/** Of the images: [B, H, W, C]. */
function imageShape({ B, T, I, side, C = 1 }) {
    return [B, T ?? side, I ?? side, C];
}
function build({ network, sizes }) {
    const [, height, width, channels] = imageShape(sizes);
    const { B, T, I, side, C, H, ...options } = sizes;
    const all = { ...options, ...(H !== undefined && { hidden: H }) };
    return buildNetwork(network, { height, width, channels }, CLASSES, all);
}
export function networkCase(asked) {
    const { network, work, sizes, training, memory = false } = asked;
    const model = build(asked);
    const shape = imageShape(sizes);
    const { flops, layers, parameterBytes } = summarize(model, shape);
    const activations = layers.reduce((sum, { outputBytes }) => sum + outputBytes, 0);
    const random = model.modules().some(([, module]) => module instanceof Dropout);
    return {
        work,
        sizes,
        // The derivative takes two products for each of the forward pass.
        flops: training ? 3 * flops : flops,
        // Each layer's output once each way; parameters once, in training both ways, with gradients and Adam's four.
        bytes: training ? 2 * activations + 7 * parameterBytes : activations + parameterBytes,
        items: { count: sizes.B, unit: "images" },
        peer: {
            work: training ? "network_step" : "network_predict",
            // Trying a second layout would raise the peer's peak of memory.
            settings: { network, random, learningRate: LEARNING_RATE, ...(memory && { layout: "channels_last" }) },
            tolerance: 1e-4,
        },
        ...(memory && { memory }),
        ...(!logits64[network] && { unchecked: "npm test compares it with PyTorch" }),
        inputs: (device) => makeInputs(asked, device),
        prepare: (device, inputs) => new NetworkWork(device, asked, inputs, random),
    };
}
async function makeInputs(asked, device) {
    const model = build(asked).to(device);
    const state = await model.stateDict();
    model.release();
    const { B } = asked.sizes;
    return {
        x: normalTensor(imageShape(asked.sizes), 0),
        labels: { shape: [B], data: Uint32Array.from({ length: B }, (_, i) => (7 * i) % CLASSES) },
        ...Object.fromEntries(state),
    };
}
class NetworkWork {
    device;
    asked;
    random;
    #model;
    #optimizer;
    #state;
    #images;
    #x;
    #labels;
    #step = 0;
    constructor(device, asked, inputs, 
    /** Training draws random numbers: results are compared in inference. */
    random) {
        this.device = device;
        this.asked = asked;
        this.random = random;
        const { x, labels, ...state } = inputs;
        this.#state = new Map(Object.entries(state));
        this.#model = build(asked).to(device);
        this.#model.loadStateDict(this.#state);
        this.#optimizer = asked.training ? new Adam(this.#model) : null;
        this.#images = x;
        this.#x = tensor(device, x.data, x.shape);
        this.#labels = tensor(device, labels.data, labels.shape);
    }
    run() {
        if (this.#optimizer) {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_1, new Tape(this.device, { training: { seed: 0, step: this.#step++ } }), false);
                tape.backward(this.#loss(tape, this.#model.forward(tape, this.#x)));
                this.#optimizer.step(LEARNING_RATE);
            }
            catch (e_1) {
                env_1.error = e_1;
                env_1.hasError = true;
            }
            finally {
                __disposeResources(env_1);
            }
        }
        else {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_2, new Tape(this.device, { gradient: false }), false);
                this.#model.forward(tape, this.#x);
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        }
        this.device.submit();
    }
    async outputs() {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            this.#model.loadStateDict(this.#state);
            const training = this.asked.training && !this.random ? { seed: 0, step: 0, updateStatistics: false } : null;
            const tape = __addDisposableResource(env_3, new Tape(this.device, { gradient: false, training }), false);
            const logits = this.#model.forward(tape, this.#x);
            if (!this.asked.training)
                return { logits: await logits.data() };
            const loss = this.#loss(tape, logits);
            const [a, b] = await Promise.all([logits.data(), loss.data()]);
            return { logits: a, loss: b };
        }
        catch (e_3) {
            env_3.error = e_3;
            env_3.hasError = true;
        }
        finally {
            __disposeResources(env_3);
        }
    }
    /** The last image's logits, where the network is written in float64. */
    get check() {
        const written = logits64[this.asked.network];
        if (!written)
            return undefined;
        return async () => {
            const { logits } = await this.outputs();
            const { data, shape } = this.#images;
            const image = Float64Array.from(data.subarray(-data.length / shape[0]));
            const weight = (name) => Float64Array.from(this.#state.get(name).data);
            const want = written(image, weight, shape);
            return maxError(Array.from(logits).slice(-CLASSES), want);
        };
    }
    release() {
        this.#optimizer?.release();
        this.#model.release();
        this.#x.release();
        this.#labels.release();
    }
    #loss(tape, logits) {
        return mean(tape, crossEntropy(tape, logits, this.#labels));
    }
}
//# sourceMappingURL=network.js.map