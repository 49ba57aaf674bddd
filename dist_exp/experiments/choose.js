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
 * The numbers of classes that `chooseImageClusters` and `chooseClusters` recommend for sets whose classes are known.
 *
 *   npm run experiment:choose -- [faces textures digits mnist fashion-mnist blobs]
 *
 * Labels are looked at only to say which number is right. Prints Markdown tables, and keeps them in
 * bench/results/choose.md, with all curves in choose.json beside it; --out FOLDER keeps them elsewhere. Fashion-MNIST is read from Debian's dataset-fashion-mnist, or from --fashion FOLDER; the
 * 8 x 8 digits come from scikit-learn.
 */
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { evenly, subset } from "../data/image_set.js";
import { chooseClusters, chooseImageClusters, loadFashionMnist, loadMnist, openDevice, tensor, } from "../index.js";
import { ensureFolder, writeFileAtomically } from "../io/atomic_file.js";
import { Random } from "../random/philox.js";
import { markdown } from "./articles/table.js";
import { byFileName, PICTURES, readPictures } from "./pictures/picture_set.js";
const ROWS = 4000;
/** Sets of `npm run data:pictures`, and the side of their pictures. */
const SIDES = { faces: 25, textures: 64, digits: 8 };
/** Blobs: rows around centres that are normal with this deviation, in so many columns. */
const BLOBS = { rows: 1000, columns: 10, spread: 3, most: 20 };
const { values: given, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        fashion: { type: "string" },
        pictures: { type: "string", default: PICTURES },
        features: { type: "string" },
        out: { type: "string" },
        seed: { type: "string", default: "0" },
    },
});
const seed = Number(given.seed);
/** `count` images at even distances. */
const spread = (set, count) => subset(set, evenly(set.count, count));
const sets = {
    ...Object.fromEntries(Object.entries(SIDES).map(([name, side]) => [
        name,
        async () => byFileName(await readPictures(join(given.pictures, name), side)),
    ])),
    mnist: async () => spread((await loadMnist()).train, ROWS),
    "fashion-mnist": async () => spread((await loadFashionMnist(given.fashion)).train, ROWS),
};
const curves = [];
function rowOf(name, truth, choice, seconds) {
    const { ks, criteria, recommended: all } = choice;
    curves.push({ set: name, classes: truth, ks, criteria, recommended: all });
    const place = choice.recommended.findIndex(({ clusters }) => clusters === truth) + 1;
    const recommended = choice.recommended
        .slice(0, 3)
        .map(({ clusters, confidence }) => `${clusters} (${confidence.toFixed(2)})`);
    return {
        set: name,
        classes: truth,
        recommended: recommended.join(", "),
        "place of the true K": place === 0 ? "none" : String(place),
        ...Object.fromEntries(choice.criteria.map(({ title, choices }) => [title, choices.join(", ") || "none"])),
        seconds: seconds.toFixed(1),
    };
}
async function real(device, name) {
    const images = await sets[name]();
    const start = performance.now();
    const features = given.features === undefined ? {} : { features: JSON.parse(given.features) };
    const choice = await chooseImageClusters(images, { device, seed, ...features });
    const seconds = (performance.now() - start) / 1000;
    const { set, classes, ...others } = rowOf(name, new Set(images.labels).size, choice, seconds);
    return { set, classes, features: Object.keys(choice.features).join(" + "), ...others };
}
async function blob(device, clusters) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { rows, columns, spread } = BLOBS;
        const random = new Random(seed, clusters);
        const centers = Float32Array.from({ length: clusters * columns }, () => spread * random.normal());
        const values = Float32Array.from({ length: rows * columns }, (_, i) => centers[(Math.floor(i / columns) % clusters) * columns + (i % columns)] + random.normal());
        const x = __addDisposableResource(env_1, tensor(device, values, [rows, columns]), false);
        const options = { seed, to: 25 };
        const start = performance.now();
        const choice = await chooseClusters(x, options);
        return rowOf(`${clusters} blobs`, clusters, choice, (performance.now() - start) / 1000);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
const names = positionals.length > 0 ? positionals : [...Object.keys(sets), "blobs"];
const device = await openDevice();
const images = [];
const blobs = [];
const say = (row) => process.stderr.write(`${Object.values(row).join("  ")}\n`);
for (const name of names) {
    if (name !== "blobs")
        say(images[images.push(await real(device, name)) - 1]);
    else
        for (let k = 2; k <= BLOBS.most; k++)
            say(blobs[blobs.push(await blob(device, k)) - 1]);
}
const machine = `${device.info.kind}, ${cpus()[0]?.model.trim()}, ${availableParallelism()} threads, Node ${process.version}`;
device.close();
const date = new Date().toISOString().slice(0, 10);
const right = (rows, most) => rows.filter((row) => Number(row["place of the true K"]) <= most).length;
const parts = [
    "# How many classes: recommended and true",
    "",
    `${machine}, ${date}, \`npm run experiment:choose\`, seed ${seed}.`,
    "",
];
if (images.length > 0) {
    const about = [
        `The true K is recommended first for ${right(images, 1)} of ${images.length} sets, and first or second for ${right(images, 2)}.`,
        "The weights of the criteria and the features that are tried were chosen with the labels of these five sets at seed 0: " +
            "their places show what the rule can do, not how it does on other images.",
        "Default options for all sets; K from 2 to 20. Features are those in which a set lies in the clearest clusters, found without " +
            "labels. A cell holds the numbers that a criterion takes, best first.",
        "Faces, textures and digits: the sets of `npm run data:pictures`, in their own sizes.",
        `MNIST, Fashion-MNIST: ${ROWS.toLocaleString("en")} training images at even distances.`,
    ];
    parts.push(markdown({ title: "Images", about, rows: images }));
}
if (blobs.length > 0) {
    const { rows, columns, spread } = BLOBS;
    const about = [
        `The true K is recommended first for ${right(blobs, 1)} of ${blobs.length} sets, and first or second for ${right(blobs, 2)}.`,
        `${rows.toLocaleString("en")} rows of ${columns} columns with deviation 1 around centres with deviation ${spread}; K from 2 to 25.`,
    ];
    parts.push(markdown({ title: "Gaussian blobs", about, rows: blobs }));
}
const text = parts.join("\n");
console.log(text);
const folder = given.out ?? fileURLToPath(new URL("../../bench/results/", import.meta.url));
if (positionals.length === 0 || given.out !== undefined) {
    await ensureFolder(folder);
    await writeFileAtomically(join(folder, "choose.md"), text);
    await writeFileAtomically(join(folder, "choose.json"), `${JSON.stringify({ machine, date, seed, sets: curves })}\n`);
}
//# sourceMappingURL=choose.js.map