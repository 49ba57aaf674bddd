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
/** `skein choose`: how many classes images have. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { criteriaOf } from "../clustering/selection/criterion.js";
import { openDevice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { imageFeatures } from "../estimators/registry.js";
import { digits, percent } from "../format.js";
import { ensureFolder } from "../io/atomic_file.js";
import { chooseImageClusters } from "../models/choose_image_clusters.js";
import { describeDevice, VERSION } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { describeImages, framesOf, readImages, refuseSizeWithoutFiles, spread, warnOfSkipped, } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { namesOf, refuseTwice } from "./names.js";
import { removeEmpty } from "./run_folder.js";
import { table } from "./table.js";
/** Recommendations that the text shows. */
const SHOWN = 3;
export async function choose(source, options, out) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { from, to, seed, out: page } = options;
        // What can fail at once does so before the images are read, which may take long.
        const features = options.features === undefined ? undefined : weightsOf(options.features);
        const methods = options.methods === undefined ? undefined : methodsOf(options.methods);
        if (from !== undefined && to !== undefined && to < from) {
            throw new ArgumentError(`--to is ${to}, --from ${from}: give a --to that is not below --from`);
        }
        if (page !== undefined && existsSync(page) && !options.force) {
            throw new ArgumentError(`${page} exists: choose another --out, or replace it with --force`);
        }
        const interrupt = __addDisposableResource(env_1, new InterruptListener(out), false);
        const { signal } = interrupt;
        const device = __addDisposableResource(env_1, await openDevice(options.device), false);
        const made = page === undefined ? [] : await ensureFolder(dirname(page));
        try {
            const { size, maxPixels, range, frames, limit } = options;
            const opening = { ...size, maxPixels, range, frames: framesOf(frames), limit };
            const opened = await readImages(source, opening, out, signal);
            refuseSizeWithoutFiles(opened.train, size !== undefined);
            const images = limit === undefined ? opened.train : spread(opened.train, limit);
            out.note(`${source}: ${describeImages(images)}`);
            out.note(`device: ${describeDevice(device.info)}`);
            const choice = await chooseImageClusters(images, {
                ...{ device, signal },
                ...(from !== undefined && { from }),
                ...(to !== undefined && { to }),
                ...(seed !== undefined && { seed }),
                ...(features && { features }),
                ...(methods && { methods }),
                onProgress: (done, all, title) => {
                    if (out.interactive)
                        out.note(`${title}${all > 1 ? ` (${done + 1} of ${all})` : ""} ...`);
                },
            });
            if (page !== undefined) {
                // Plots take long to load, and are needed only here.
                const { writeChoiceReport } = await import("../report/choice_report.js");
                await writeChoiceReport(page, { source, images, choice, seed: seed ?? 0, createdAt: new Date() });
            }
            signal.throwIfAborted();
            if (options.json)
                await out.data(`${JSON.stringify(jsonOf(source, choice))}\n`);
            else
                await out.result(textOf(choice) + (page === undefined ? "" : `\n${page}\n`));
            warnOfSkipped(out, images.skipped);
            return EXIT.success;
        }
        finally {
            await removeEmpty(made);
        }
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** "hog,lbp:0.3" as weights by name. */
function weightsOf(text) {
    const weights = namesOf("--features", text).map((part) => {
        const [name = "", weight = "1", ...more] = part.split(":").map((piece) => piece.trim());
        if (name === "" || !/^\d*\.?\d+$/.test(weight) || !(Number(weight) > 0) || more.length > 0) {
            throw new ArgumentError(`--features has ${part}: give names, each with a weight above 0 at most, as lbp:0.3`);
        }
        imageFeatures.get(name);
        return [name, Number(weight)];
    });
    refuseTwice("--features", weights.map(([name]) => name));
    return Object.fromEntries(weights);
}
function methodsOf(text) {
    const names = namesOf("--methods", text);
    refuseTwice("--methods", names);
    criteriaOf(names);
    return names;
}
function textOf({ ks, criteria, recommended, rows, features }) {
    const curves = criteria.filter(({ values }) => values !== null);
    const cell = (value, taken) => `${Number.isFinite(value) ? digits(value) : "-"}${taken ? " *" : "  "}`;
    const values = table(["K", ...curves.map(({ title }) => title)], ks.map((k, i) => [
        String(k),
        ...curves.map(({ values, choices }) => cell(values[i], choices[0] === k)),
    ]));
    const choices = table(["<criterion", "<takes", "<what it looks at"], criteria.map(({ title, choices: own, about, note }) => [
        title,
        own.join(", ") || "none",
        note === null ? about : `${about}. ${note}`,
    ]));
    return [values, choices, `${recommendation(recommended, judgedBy(rows.length, features))}\n`].join("\n");
}
function judgedBy(images, features) {
    return `judged by ${Object.keys(features).join(" and ")} of ${images} images`;
}
function recommendation(recommended, judged) {
    if (recommended.length === 0) {
        return `Recommended: none, ${judged}. No criterion has a reason for a number in this range.`;
    }
    const shown = recommended
        .slice(0, SHOWN)
        .map(({ clusters, confidence }) => `${clusters} (confidence ${percent(confidence, 0)})`);
    return `Recommended: ${shown.join(", then ")}; ${judged}.`;
}
function jsonOf(source, { ks, criteria, recommended, rows, features, components }) {
    return {
        ...{ skein: VERSION, source, images: rows.length, features, components, ks, recommended },
        criteria: criteria.map(({ values, ...criterion }) => ({
            ...criterion,
            values: values?.map((value) => (Number.isFinite(value) ? value : null)) ?? null,
        })),
    };
}
//# sourceMappingURL=choose.js.map