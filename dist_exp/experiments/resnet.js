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
 * ResNet-18 trained for two epochs, beside the same in PyTorch: the same first values, images in the same order, Adam
 * and learning rates. What differs is rounding.
 *
 *   npm run experiment:resnet [-- mnist | fashion-mnist] [--seeds 0] [--limit 60000]
 *
 * Prints a Markdown table and keeps it in bench/results/resnet.md.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Tape } from "../autograd/index.js";
import { take } from "../data/image_set.js";
import { loadFashionMnist, loadMnist } from "../data/mnist.js";
import { openDevice } from "../device/node/index.js";
import { ensureFolder, writeFileAtomically } from "../io/atomic_file.js";
import { accuracy } from "../metrics/accuracy.js";
import { ImageBatches } from "../models/batches.js";
import { buildNetwork } from "../models/index.js";
import { crossEntropy, mean } from "../ops/index.js";
import { Adam, cosine } from "../optim/index.js";
import { Random } from "../random/philox.js";
import { runPython } from "./python.js";
const EPOCHS = 2;
const BATCH = 64;
const SCALE = { mean: 0.1307, std: 0.3081 };
const CLASSES = 10;
function planOf(count, seed) {
    const random = new Random(seed);
    const steps = Math.floor(count / BATCH);
    const epochs = Array.from({ length: EPOCHS }, () => random.permutation(count).subarray(0, steps * BATCH));
    const schedule = cosine(1e-3, EPOCHS * steps);
    return {
        order: Uint32Array.from(epochs.flatMap((epoch) => [...epoch])),
        rates: Float32Array.from({ length: EPOCHS * steps }, (_, step) => schedule(step)),
    };
}
async function train(device, network, { train: images, test }, plan) {
    const optimizer = new Adam(network);
    const batches = new ImageBatches(device, images, SCALE);
    const losses = [];
    const start = performance.now();
    for (const [step, rate] of plan.rates.entries()) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const chosen = plan.order.subarray(step * BATCH, (step + 1) * BATCH);
            const tape = __addDisposableResource(env_1, new Tape(device, { training: { seed: 0, step } }), false);
            const x = batches.plain(tape, batches.select(tape, chosen));
            const labels = tape.constant(Uint32Array.from(chosen, (i) => images.labels[i]), [BATCH], "u32");
            const loss = mean(tape, crossEntropy(tape, network.forward(tape, x), labels));
            tape.backward(loss);
            optimizer.step(rate);
            device.submit();
            losses.push((await loss.data())[0]);
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    const seconds = (performance.now() - start) / 1000;
    const found = await predict(device, network, test);
    batches.release();
    optimizer.release();
    return { accuracy: accuracy(test.labels, found), seconds, losses };
}
async function predict(device, network, images) {
    const batches = new ImageBatches(device, images, SCALE);
    const found = new Int32Array(images.count);
    for (let first = 0; first < images.count; first += 500) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const chosen = Uint32Array.from({ length: Math.min(500, images.count - first) }, (_, i) => first + i);
            const tape = __addDisposableResource(env_2, new Tape(device, { gradient: false }), false);
            const logits = await network.forward(tape, batches.plain(tape, batches.select(tape, chosen))).data();
            for (let i = 0; i < chosen.length; i++) {
                const row = [...logits.subarray(i * CLASSES, (i + 1) * CLASSES)];
                found[first + i] = row.indexOf(Math.max(...row));
            }
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    batches.release();
    return found;
}
/** Null where no Python has PyTorch. */
async function inPyTorch(data, state, plan, threads) {
    const folder = await mkdtemp(join(tmpdir(), "skein-resnet-"));
    const file = async (name, values) => {
        await writeFile(join(folder, name), values);
        return join(folder, name);
    };
    const part = async (name) => ({
        pixels: await file(`${name}-pixels`, data[name].pixels),
        labels: await file(`${name}-labels`, data[name].labels),
    });
    try {
        const values = {};
        for (const [name, { shape, data: own }] of state) {
            values[name] = { file: await file(name, own), shape };
        }
        return (await runPython("torch_resnet.py", {
            ...{ train: await part("train"), test: await part("test"), state: values },
            order: await file("order", Int32Array.from(plan.order)),
            rates: await file("rates", plan.rates),
            ...{ side: data.train.height, batch: BATCH, threads, ...SCALE },
        }));
    }
    finally {
        await rm(folder, { recursive: true, force: true });
    }
}
const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seeds: { type: "string", default: "0" }, limit: { type: "string", default: "60000" } },
});
const name = positionals[0] ?? "mnist";
const sets = { mnist: loadMnist, "fashion-mnist": loadFashionMnist };
if (!(name in sets))
    throw new Error(`data set ${name} is unknown: choose one of ${Object.keys(sets).join(", ")}`);
const whole = await sets[name]();
const data = { train: take(whole.train, Number(values.limit)), test: whole.test };
const device = await openDevice();
const threads = Number(device.info.details.threads ?? 1);
const lines = [];
let peer = "PyTorch (not found)";
for (const seed of values.seeds.split(",").map(Number)) {
    const { height, width } = data.train;
    const network = buildNetwork("resnet18", { height, width, channels: 1 }, CLASSES, { stem: "imagenet" });
    network.to(device, { seed });
    const plan = planOf(data.train.count, seed);
    const state = await network.stateDict();
    const theirs = await inPyTorch(data, state, plan, threads);
    if (theirs)
        peer = `PyTorch ${theirs.version}`;
    const own = await train(device, network, data, plan);
    network.release();
    const cells = [
        seed,
        own.accuracy.toFixed(4),
        theirs?.accuracy.toFixed(4) ?? "-",
        theirs ? (own.accuracy - theirs.accuracy).toFixed(4) : "-",
        ...[0, 2].flatMap((step) => [own, theirs].map((side) => side?.losses[step]?.toFixed(6) ?? "-")),
        ...[own, theirs].map((side) => side?.seconds.toFixed(0) ?? "-"),
    ];
    lines.push(`| ${cells.join(" | ")} |`);
    console.log(lines.at(-1));
}
const heads = [
    "seed",
    "Skein",
    "PyTorch",
    "difference",
    "loss of step 1, Skein",
    "PyTorch",
    "loss of step 3, Skein",
    "PyTorch",
    "seconds, Skein",
    "PyTorch",
];
const text = [
    `# ResNet-18 on ${name}, ${EPOCHS} epochs`,
    "",
    `\`npm run experiment:resnet -- ${name}\`, ${new Date().toISOString().slice(0, 10)}, ${device.info.kind}, ` +
        `${cpus()[0]?.model.trim()}, ${threads} threads, Node ${process.version}, ${peer}. ${data.train.count} training images ` +
        `of ${data.train.height} x ${data.train.width}, batches of ${BATCH}, Adam with half a cosine from 1e-3; accuracy on ` +
        `${data.test.count} test images. Both begin with the same values and see the same batches.`,
    "",
    `| ${heads.join(" | ")} |`,
    `| ${heads.map(() => "---").join(" | ")} |`,
    ...lines,
    "",
].join("\n");
device.close();
console.log(text);
const folder = fileURLToPath(new URL("../../bench/results/", import.meta.url));
await ensureFolder(folder);
await writeFileAtomically(`${folder}resnet.md`, text);
//# sourceMappingURL=resnet.js.map