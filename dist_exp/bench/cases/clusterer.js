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
/** What users of ImageClusterer wait for in training: steps, and whole trainings. */
import { Tape } from "../../autograd/index.js";
import { ImageBatches } from "../../models/batches.js";
import { trainingOf } from "../../models/image_clusterer/image_clusterer.js";
import { ClustererNetwork } from "../../models/image_clusterer/network.js";
import { ImageClusterer, parseConfig } from "../../models/index.js";
import { asImages, CHECKED_IMAGES, firstImages, imageFlops, logits64, makeImages, modelStateOf, networkInputs, SIDE, stateOf, } from "../default_network.js";
import { maxError } from "../float64.js";
/** Training reads its losses after so many steps, so they are done together. */
const STEPS = 10;
/** Batches that training steps choose from. */
const BATCHES = 10;
function configOf({ B, H, symmetric }) {
    return parseConfig({
        // Enough that the schedule does not end within the measurement.
        epochs: 1e6,
        batch: B,
        hidden: H,
        objective: { symmetricFrom: symmetric === 1 ? 0 : 1 },
        augmentation: { eraseUntil: 1 },
    });
}
async function prepareStep(device, sizes, inputs) {
    const config = configOf(sizes);
    const images = asImages(inputs.images);
    const network = new ClustererNetwork(config, images).to(device);
    const [state, own] = [stateOf(inputs), modelStateOf(inputs)];
    network.loadStateDict(own);
    const owned = [];
    const { trainer } = trainingOf(network, config, images, (resource) => {
        owned.push(resource);
        return resource;
    });
    const batches = new ImageBatches(device, images);
    /** Of the first images before any step, in training. */
    const logits = async (count) => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            network.loadStateDict(own);
            const training = { seed: 0, step: 0, updateStatistics: false };
            const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false, training }), false);
            const first = Uint32Array.from({ length: count }, (_, i) => i);
            return await network.forward(tape, batches.plain(tape, batches.select(tape, first))).data();
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    };
    return {
        timesPerRun: STEPS,
        async run() {
            for (let i = 0; i < STEPS; i++)
                trainer.step();
            await trainer.read();
        },
        outputs: async () => ({ logits: await logits(config.batch) }),
        async check() {
            const few = firstImages(images, Math.min(CHECKED_IMAGES, config.batch));
            return maxError(await logits(few.count), logits64(config, state, few, true));
        },
        release() {
            for (const resource of owned)
                resource.release();
            batches.release();
            network.release();
        },
    };
}
function makeStep(sizes) {
    const config = configOf(sizes);
    const B = sizes.B;
    // Both views forward; the derivative, twice as much, of one or both.
    const views = sizes.symmetric === 1 ? 6 : 4;
    return {
        work: "clusterer_step",
        sizes,
        flops: views * B * imageFlops(config),
        bytes: 5 * 2 * B * SIDE * SIDE,
        items: { count: B, unit: "images" },
        peer: { work: "clusterer_step", settings: { ...peerSettings(config) }, tolerance: 1e-3 },
        inputs: (device) => networkInputs(device, config, makeImages(BATCHES * B)),
        prepare: (device, inputs) => prepareStep(device, sizes, inputs),
    };
}
/** What a peer needs to know of the configuration, flat. */
function peerSettings({ objective, augmentation, hidden, heads, clusters, learningRate, }) {
    const { rotation, scale, shear, translation, elastic, erase } = augmentation;
    const { information, balance } = objective;
    const views = { rotation, scale, shear, translation, elastic, erase };
    return { hidden, heads, clusters, learningRate, information, balance, ...views };
}
function makeFit(sizes) {
    const { N, B, H } = sizes;
    const config = parseConfig({ batch: B, hidden: H, epochs: 1 });
    // A quarter of the steps holds one view fixed.
    const views = 4 * config.objective.symmetricFrom + 6 * (1 - config.objective.symmetricFrom);
    return {
        work: "clusterer_fit",
        sizes,
        flops: views * Math.floor(N / B) * B * imageFlops(config),
        bytes: 5 * 2 * N * SIDE * SIDE,
        items: { count: N, unit: "images" },
        unchecked: "rounding grows over a training's steps; clusterer_step checks one",
        inputs: () => ({ images: makeImages(N) }),
        prepare(device, inputs) {
            const images = asImages(inputs.images);
            return {
                async run() {
                    const clusterer = new ImageClusterer(config, device);
                    await clusterer.fit(images);
                    await clusterer.close();
                },
                release: () => { },
            };
        },
    };
}
const fitOf = (N) => ({ N, B: 500, H: 128 });
export const clustererFamilies = [
    {
        work: "clusterer_step",
        about: "a training step of ImageClusterer's default, augmentation included (symmetric: gradient through both views)",
        shapes: [
            { B: 500, H: 128, symmetric: 1 },
            { B: 500, H: 128, symmetric: 0 },
            { B: 50, H: 128, symmetric: 1 },
        ],
        quick: { B: 12, H: 16, symmetric: 1 },
        // Ten steps at a time: with more images they take half a minute there.
        software: ({ B }) => B <= 50,
        scaling: ({ B }) => B >= 500,
        make: makeStep,
    },
    {
        work: "clusterer_fit",
        about: "one epoch of ImageClusterer.fit over N images",
        shapes: [fitOf(10_000)],
        growth: { by: "N", shapes: [3000, 6000, 12_000, 24_000].map(fitOf) },
        quick: { N: 60, B: 20, H: 16 },
        software: () => false,
        make: makeFit,
    },
];
//# sourceMappingURL=clusterer.js.map