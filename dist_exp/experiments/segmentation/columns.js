/** What is compared: ways to find masks, and ways to sort pictures with or without them. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { imageBytes } from "../../data/image_set.js";
import { segmentationScores } from "../../metrics/segmentation.js";
import { ImageSegmenter, segmentationMethods } from "../../models/segmenter/index.js";
import { encodePng } from "../../report/png.js";
import { runPython } from "../python.js";
import { readSet } from "./picture_set.js";
const MAIN = fileURLToPath(new URL("../../cli/main.js", import.meta.url));
export const METHODS = ["clustering", "inpainting", "recurrent"];
export const COLUMNS = [
    { name: "grabcut", title: "GrabCut (OpenCV)", table: "masks", run: grabCut },
    ...METHODS.map((method) => ({
        name: method,
        title: method,
        table: "masks",
        method,
        run: (job) => segment(method, job),
    })),
    { name: "whole", title: "whole pictures", table: "classes", run: clusterWhole },
    ...METHODS.map((method) => ({
        ...{ name: `cut-${method}`, title: `cut-outs of ${method}`, table: "classes", method },
        run: ({ set, seed, limit }) => clusterCutOuts(set.images, ["--method", method], seed, limit),
    })),
    { name: "cut-truth", title: "cut-outs of the true masks", table: "classes", run: clusterTrueCutOuts },
];
/** Whether the method is there. */
export const isBuilt = ({ method }) => method === undefined || segmentationMethods().some(({ name }) => name === method);
function figures(truth, masks, size) {
    const { imageIou, iou, dice, boundaryF1, pixelAccuracy } = segmentationScores([{ ...size, masks: truth }], [{ ...size, masks }]);
    return {
        iou: imageIou[1],
        iouOfPixels: iou[1],
        dice: dice[1],
        boundaryF1: boundaryF1[1],
        pixelAccuracy,
    };
}
/** GrabCut's box: this share of each side away from the border. Of 2, 5 and 10 % the one with the highest IoU, on both sets. */
export const MARGIN = 0.02;
async function grabCut({ set, seed, limit }) {
    const { pictures, truth } = await readSet(set, limit);
    const { count, height, width } = pictures;
    return await inFolder(async (folder) => {
        const [pixels, masks] = [join(folder, "pixels"), join(folder, "masks")];
        await writeFile(pixels, pictures.pixels);
        const order = { pixels, masks, shape: [count, height, width, 3], margin: MARGIN, iterations: 5, seed };
        const answer = (await runPython("opencv_grabcut.py", order, "opencv"));
        if (answer === null)
            return null;
        return { ...figures(truth, await readFile(masks), pictures), training: 0, segmenting: answer.seconds };
    });
}
async function segment(method, { set, seed, limit }) {
    const { pictures, truth } = await readSet(set, limit);
    const segmenter = new ImageSegmenter({ method, seed });
    try {
        await segmenter.device();
        const start = performance.now();
        await segmenter.fit(pictures);
        const trained = performance.now();
        const masks = await segmenter.predict(pictures);
        const seconds = { training: (trained - start) / 1000, segmenting: (performance.now() - trained) / 1000 };
        return { ...figures(truth, masks, pictures), ...seconds };
    }
    finally {
        await segmenter.close();
    }
}
/** Pixels of a side that pictures and cut-outs alike are scaled to. */
const SIDE = ["--size", "64"];
const QUIET = ["--labels", "folders", "--no-report", "--json", "--quiet"];
async function clusterWhole({ set: { images }, seed, limit }) {
    return await inFolder(async (folder) => {
        const few = limit === undefined ? [] : ["--limit", String(limit)];
        const classes = ["-k", String(await classesOf(images)), "--seed", String(seed)];
        const start = performance.now();
        const found = await skein([
            "cluster",
            images,
            ...classes,
            ...few,
            ...SIDE,
            ...QUIET,
            "--out",
            join(folder, "run"),
        ]);
        return scoresOf(found, start);
    });
}
async function clusterCutOuts(images, asked, seed, limit) {
    return await inFolder(async (folder) => {
        const few = limit === undefined ? [] : ["--limit", String(limit)];
        const classes = ["--cluster", String(await classesOf(images)), "--seed", String(seed)];
        const start = performance.now();
        const out = ["--out", join(folder, "run")];
        const found = await skein(["segment", images, ...asked, ...classes, ...few, ...SIDE, ...QUIET, ...out]);
        return scoresOf(found.clusters, start);
    });
}
/** The same with the true masks as alpha channels. */
async function clusterTrueCutOuts({ set, seed, limit }) {
    const { pictures, truth } = await readSet(set, limit);
    const { width, height, names, pixels, count } = pictures;
    const size = width * height;
    return await inFolder(async (folder) => {
        for (let n = 0; n < count; n++) {
            const own = pixels.subarray(n * imageBytes(pictures), (n + 1) * imageBytes(pictures));
            const withAlpha = new Uint8Array(size * 4);
            for (let i = 0; i < size; i++) {
                withAlpha.set(own.subarray(i * 3, (i + 1) * 3), i * 4);
                withAlpha[i * 4 + 3] = 255 * truth[n * size + i];
            }
            const path = join(folder, names[n]);
            await mkdir(dirname(path), { recursive: true });
            await writeFile(path, encodePng({ width, height, channels: 4, pixels: withAlpha }));
        }
        return await clusterCutOuts(folder, ["--method", "clustering", "--alpha", "mask"], seed);
    });
}
function scoresOf(found, start) {
    const { nmi, accuracy } = found.scores.all;
    return { nmi, accuracy, seconds: (performance.now() - start) / 1000 };
}
async function classesOf(folder) {
    return (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).length;
}
async function skein(args) {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...args], { maxBuffer: 2 ** 28 });
    return JSON.parse(stdout);
}
async function inFolder(use) {
    const folder = await mkdtemp(join(tmpdir(), "skein-segmentation-"));
    try {
        return await use(folder);
    }
    finally {
        await rm(folder, { recursive: true, force: true });
    }
}
//# sourceMappingURL=columns.js.map