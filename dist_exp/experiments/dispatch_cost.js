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
 * What a dispatch costs Node's own thread, in microseconds: in all, and the device's part of it, which begins when
 * the recording is handed over (parameters, pipelines, bind groups, encoding, the driver's submit).
 *
 *   npm run experiment:dispatch-cost -- [--device webgpu] [--rounds 200]
 *
 * Only the synchronous part is timed, each time with an empty queue and up to one submit, so that threads of the
 * device do not count, even where the device is software. Other processes disturb some of the rounds: the lowest
 * decile is the figure to compare.
 */
import { parseArgs } from "node:util";
import { Tape } from "../autograd/index.js";
import { Device } from "../device/device.js";
import { openWebGpu } from "../device/node/dawn.js";
import { openNative } from "../device/node/native.js";
import { ImageBatches } from "../models/batches.js";
import { ClustererNetwork } from "../models/image_clusterer/network.js";
import { informationMaximization } from "../models/image_clusterer/objective.js";
import { parseConfig } from "../models/index.js";
import { LSTM } from "../nn/index.js";
import { sum, tanh } from "../ops/index.js";
import { Adam } from "../optim/index.js";
import { Random } from "../random/philox.js";
import { tensor } from "../tensor/index.js";
function manyTanh(device) {
    const x = tensor(device, new Float32Array(256), [256]);
    return () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false }), false);
            for (let i = 0; i < 200; i++)
                tanh(tape, x);
            device.submit();
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    };
}
/** Sizes of which software adapters, too, dispatch each step by itself. */
function lstm(device) {
    const [batch, steps, inputs, hidden] = [4, 28, 28, 128];
    const layer = new LSTM(inputs, hidden, { returnSequences: true }).to(device);
    const x = tensor(device, new Float32Array(batch * steps * inputs), [batch, steps, inputs]);
    return () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_2, new Tape(device), false);
            tape.backward(sum(tape, layer.forward(tape, x)));
            device.submit();
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    };
}
/** As `ClustererTask` records it, gradient through both views. */
function clustererStep(device) {
    const count = 8;
    const config = parseConfig({ batch: count });
    const random = new Random(0, 0);
    const pixels = Uint8Array.from({ length: count * 28 * 28 }, () => random.word() >>> 24);
    const images = { count, height: 28, width: 28, channels: 1, pixels };
    const network = new ClustererNetwork(config, images).to(device);
    const batches = new ImageBatches(device, images);
    const optimizer = new Adam(network);
    const indices = Uint32Array.from({ length: count }, (_, i) => i);
    return () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_3, new Tape(device, { training: { seed: 0, step: 0 } }), false);
            const batch = batches.select(tape, indices);
            const views = [
                batches.plain(tape, batch),
                batches.augmented(tape, batch, config.augmentation, { seed: 0, offset: 0 }),
            ];
            const [plain, augmented] = views.map((view) => network.forward(tape, view));
            tape.backward(informationMaximization(tape, plain, augmented, config.objective, true).total);
            optimizer.step(1e-3);
            device.submit();
        }
        catch (e_3) {
            env_3.error = e_3;
            env_3.hasError = true;
        }
        finally {
            __disposeResources(env_3);
        }
    };
}
const works = [
    ["200 tanh of 256 elements", manyTanh],
    ["LSTM forward and backward, B 4, T 28, H 128", lstm],
    ["the clusterer's training step, B 8", clustererStep],
];
/** WebGPU dispatches where the backend has passes, else kernel runs. */
function countDispatches({ traits }, commands) {
    return commands.reduce((count, command) => {
        if (command.type !== "dispatch")
            return count;
        return count + (traits ? command.kernel.passes(command.params, traits).length : 1);
    }, 0);
}
/** Runs until code is compiled, pools are filled and pipelines made. */
const WARM_UP = 50;
/** The value below which a part of the samples lies. */
function quantile(samples, part) {
    return [...samples].sort((a, b) => a - b)[Math.floor(part * (samples.length - 1))];
}
const { values: options } = parseArgs({
    options: { device: { type: "string", default: "webgpu" }, rounds: { type: "string", default: "200" } },
});
const backend = options.device === "native" ? openNative() : await openWebGpu();
const execute = backend.execute.bind(backend);
let executed = [];
let executeMs = 0;
backend.execute = (commands) => {
    const start = performance.now();
    execute(commands);
    executeMs += performance.now() - start;
    executed.push(commands);
};
const device = new Device(backend);
/** Microseconds for each dispatch of one run: of the whole, and of the device's part. */
async function time(work) {
    await device.sync();
    executed = [];
    executeMs = 0;
    const start = performance.now();
    work();
    const ms = performance.now() - start;
    const dispatches = countDispatches(backend, executed.flat());
    return { dispatches, all: (ms * 1000) / dispatches, part: (executeMs * 1000) / dispatches };
}
console.log(`${device.info.kind}, ${device.info.name}, Node ${process.version}\n`);
console.log("| work | dispatches | us each, median | lowest decile | device's part, lowest decile |");
console.log("| --- | ---: | ---: | ---: | ---: |");
for (const [name, prepare] of works) {
    const work = prepare(device);
    for (let i = 0; i < WARM_UP; i++)
        await time(work);
    const samples = [];
    for (let i = 0; i < Number(options.rounds); i++)
        samples.push(await time(work));
    const all = samples.map((sample) => sample.all);
    const part = samples.map((sample) => sample.part);
    const columns = [quantile(all, 0.5), quantile(all, 0.1), quantile(part, 0.1)].map((us) => us.toFixed(2));
    console.log(`| ${name} | ${samples[0].dispatches} | ${columns.join(" | ")} |`);
}
device.close();
//# sourceMappingURL=dispatch_cost.js.map