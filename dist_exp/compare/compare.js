/** Compares learners on one set of labelled images. */
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
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { describeDevice } from "../device/describe.js";
import { openDevice } from "../device/node/index.js";
import { atExit } from "../io/exit_cleanup.js";
import { fields, parseOptions, whole } from "../models/schema.js";
import { divide } from "./data.js";
import { writeData } from "./data_file.js";
import "./learners/index.js";
import { runInProcess } from "./process.js";
import { chooseLearners } from "./registry.js";
/** The range that a search for Adam's learning rate usually covers: a power of ten to either side. */
const RATE_FACTORS = { 1: [1], 3: [0.1, 1, 10] };
const schema = fields({
    epochs: whole(1, 1e6).optional(),
    batch: whole(2, 1e6).optional(),
    seed: whole(0, 2 ** 32 - 1).default(0),
    rates: z.literal([1, 3], { error: "1 or 3" }).default(3),
});
/**
 * Trains learners on the same images and scores them on the same held-out ones: the source's test images, else a fifth
 * of each class. Each learner runs in a process of its own, one after the other, so that its memory and time are its
 * own; the images are handed over in a file in the system's folder for temporary files.
 *
 * A learner that fails has a row that says why, and the others go on. Labels reach unsupervised learners only in
 * scoring, where their classes are matched one to one to the labels of the held-out images.
 *
 * ```ts
 * const comparison = await compareLearners(await openImages("mnist"), { learners: ["rowLstm", "kmeans"] });
 * for (const { learner, result } of comparison.rows) console.log(learner, result?.scores.accuracy);
 * ```
 *
 * @param opened as `openImages` gives it; images without labels take those of the folders that they lie in.
 * @throws {ArgumentError} when a learner is unknown or an option is wrong.
 * @throws {DataError} when labels are missing or do not fit the images, there is one class only, or a class has a
 *   single image.
 * @throws {DeviceError} when the device cannot be opened.
 */
export async function compareLearners(opened, { learners = "default", device = "auto", modules = [], onStart, onRow, signal, ...given } = {}) {
    for (const module of modules)
        await import(module);
    const chosen = chooseLearners(learners);
    const { rates, seed, epochs, batch } = parseOptions(schema, given, "compareLearners");
    const { data, names, heldOut } = divide(opened, seed);
    const description = await nameOf(device);
    const options = { classes: names.length, device, seed, epochs, batch, rateFactors: RATE_FACTORS[rates] };
    const rows = [];
    const folder = await mkdtemp(join(tmpdir(), "skein-compare-"));
    const keep = atExit(() => rmSync(folder, { recursive: true, force: true }));
    try {
        const path = join(folder, "images.safetensors");
        await writeData(path, data);
        for (const [place, definition] of chosen.entries()) {
            if (signal?.aborted)
                break;
            onStart?.(definition, place, chosen.length);
            const { name, about, supervised } = definition;
            const answer = await runInProcess({ learner: name, data: path, modules, options }, signal);
            if (answer === null)
                break;
            const row = { learner: name, about, supervised, ...answer };
            rows.push(row);
            onRow?.(row);
        }
    }
    finally {
        keep();
        await rm(folder, { recursive: true, force: true });
    }
    const { height, width, channels } = data.train.images;
    return {
        source: opened.train.source,
        images: { train: data.train.images.count, test: data.test.images.count, height, width, channels },
        heldOut,
        classes: names,
        ...{ seed, epochs: epochs ?? null, batch: batch ?? null },
        device: description,
        machine: { cpu: cpus()[0]?.model.trim() ?? "", cores: availableParallelism(), node: process.version },
        rows,
        finished: rows.length === chosen.length,
    };
}
/** What cannot be opened is found out before any learner begins. */
async function nameOf(choice) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const device = __addDisposableResource(env_1, await openDevice(choice), false);
        return describeDevice(device.info);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
//# sourceMappingURL=compare.js.map