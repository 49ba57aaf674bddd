/** `skein cluster` with the recurrent network: training that can be interrupted and resumed. */
import { existsSync } from "node:fs";
import { concat } from "../data/image_set.js";
import { clock, count, counted, percent } from "../format.js";
import { secondsPerStep } from "../models/image_clusterer/measure.js";
import { chooseViews, ImageClusterer, parseConfig } from "../models/index.js";
import { continuation } from "./about.js";
import { mostProbable } from "./assignments.js";
import { AUTO } from "./cluster_job.js";
import { readJsonObject } from "./options.js";
import { trainingProgress } from "./progress.js";
/** Checks what was asked for. @throws {ArgumentError} */
export async function networkLearner(options) {
    const given = await configuration(options);
    return {
        classes: given.clusters === AUTO ? null : parseConfig(given).clusters,
        learn: (job, train, test) => learn(given, job, train, test),
    };
}
/** The configuration file, if there is one, with the command line's own values on top. */
async function configuration(options) {
    const { clusters, seed, epochs, batch } = options;
    const file = options.config === undefined ? {} : await readJsonObject("--config", options.config);
    const flags = Object.entries({ clusters, seed, epochs, batch }).filter(([, value]) => value !== undefined);
    const given = { ...file, ...Object.fromEntries(flags) };
    parseConfig(given);
    return given;
}
async function learn(given, job, train, test) {
    const { folder, device, interrupt, out } = job;
    const clusterer = new ImageClusterer(given, device);
    try {
        const resumeWith = continuation(folder.path);
        if ((given.views ?? "auto") === "auto")
            out.note(viewsText(train));
        interrupt.message = "Finishing the step and saving it. Press Ctrl-C again to stop at once.";
        const finished = await trained(clusterer, train, job).catch((error) => {
            if (existsSync(folder.checkpoint)) {
                out.warn(`The last checkpoint is kept, ${folder.checkpoint}: go on with\n  ${resumeWith}`);
            }
            throw error;
        });
        if (!finished) {
            out.warn(`Saved ${folder.checkpoint}. Go on with\n  ${resumeWith}`);
            await clusterer.close();
            return null;
        }
        noteShares(out, clusterer);
        out.note(`trained in ${clock(clusterer.trainingSeconds)}`);
        interrupt.message = `Stopping: training is done, its results are not written yet. Go on with\n  ${resumeWith}`;
        const start = performance.now();
        const assignments = mostProbable(await clusterer.predictProba(test ? concat([train, test]) : train));
        const { config, lossHistory, restarts, selectedHead, trainingSeconds } = clusterer;
        const { clusters, seed, ...settings } = config;
        return {
            model: clusterer,
            ...{ clusters, seed, config, assignments, trainingSeconds },
            settings: { clusters, ...settings },
            predictionSeconds: (performance.now() - start) / 1000,
            heads: await clusterer.predictHeads(train),
            network: { lossHistory, restarts, selectedHead },
            remedyForEmpty: "train longer (--epochs), or ask for fewer classes (--clusters)",
        };
    }
    catch (error) {
        await clusterer.close();
        throw error;
    }
}
/** Which views the training takes where none are given, and why. */
export function viewsText(images) {
    const { views, reason } = chooseViews(images);
    return `views: ${views}, because ${reason}`;
}
/** Notes the sizes of the classes that the training found before it, where they are unequal. */
export function noteShares(out, { classShares }) {
    if (!classShares)
        return;
    const [largest, smallest] = [Math.max(...classShares), Math.min(...classShares)];
    out.note(`classes of unequal size: held to shares from ${percent(smallest, 1)} to ${percent(largest, 1)}`);
}
async function trained(clusterer, images, { options, folder, device, interrupt, out }) {
    const { signal } = interrupt;
    const { batch, epochs } = clusterer.configFor(images.count);
    const steps = epochs * Math.max(1, Math.floor(images.count / batch));
    // What `fit` refuses it says itself; what is left of a training shows after its first steps.
    if (!out.quiet && !options.resume && images.count >= clusterer.config.clusters) {
        const each = await secondsPerStep(images, clusterer.configFor(images), device);
        out.note(`training takes about ${clock(steps * each)}: ${counted(steps, "step")} of ${count(batch)} images`);
        signal.throwIfAborted();
    }
    const progress = trainingProgress(out, signal, { epochs, steps });
    try {
        const { finished } = await clusterer.fit(images, {
            onProgress: (now) => progress.update(now),
            signal,
            checkpoint: folder.checkpoint,
            resume: options.resume ? folder.checkpoint : undefined,
        });
        return finished;
    }
    finally {
        progress.stop();
    }
}
//# sourceMappingURL=cluster_network.js.map