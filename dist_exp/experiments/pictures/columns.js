/** What is compared: scikit-learn's clusterings on the pixels that Skein reads, and Skein's command line on the folder. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { clusteringAccuracy } from "../../metrics/accuracy.js";
import { normalizedMutualInformation } from "../../metrics/information.js";
import { runPython } from "../python.js";
import { readPictures, sideOf } from "./picture_set.js";
const MAIN = fileURLToPath(new URL("../../cli/main.js", import.meta.url));
/** A clustering of scikit-learn, by its name in bench/peers/sklearn_pictures.py. */
function peer(name, title, deterministic = false) {
    return { name, title, peer: true, deterministic, run: (...job) => runPeer(name, ...job) };
}
/** `skein cluster FOLDER -k K` with these options. */
function skein(name, title, options) {
    return { name, title, peer: false, run: (set, seeds) => runSkein(options, set, seeds) };
}
export const COLUMNS = [
    peer("kmeans", "k-means"),
    peer("pca-kmeans", "PCA, k-means"),
    peer("hog-kmeans", "HOG, k-means"),
    peer("hog-ward", "HOG, Ward", true),
    peer("pca-mixture", "PCA, mixture"),
    peer("pca-spectral", "PCA, spectral"),
    peer("tsne-kmeans", "t-SNE, k-means"),
    peer("hog-tsne-kmeans", "HOG, t-SNE, k-means"),
    skein("skein", "skein cluster", []),
    // Too little time for the network, so that the first result stays.
    skein("quick", "its first result", ["--minutes", "0.001"]),
    skein("network", "its network alone", ["--method", "network"]),
];
let last = null;
/** The pictures as Skein reads them; those of the last set stay in memory. */
async function imagesOf({ folder }) {
    if (last?.folder !== folder)
        last = { folder, images: await readPictures(folder, await sideOf(folder)) };
    return last.images;
}
async function* runPeer(method, set, seeds, threads) {
    const { count, height, width, channels, pixels, labels } = await imagesOf(set);
    const folder = await mkdtemp(join(tmpdir(), "skein-pictures-"));
    try {
        const file = join(folder, "pixels");
        await writeFile(file, pixels);
        const shape = [count, height, width, channels];
        const order = { method, pixels: file, shape, clusters: set.classes, seeds, threads };
        const found = (await runPython("sklearn_pictures.py", order));
        if (!found)
            throw new Error("scikit-learn and scikit-image are missing: run npm run bench:peers:setup");
        for (const { seed, seconds, labels: own } of found) {
            const nmi = normalizedMutualInformation(labels, own);
            yield { seed, nmi, accuracy: clusteringAccuracy(labels, own).accuracy, seconds };
        }
    }
    finally {
        await rm(folder, { recursive: true, force: true });
    }
}
/** The whole command, decoding and writing included. */
async function* runSkein(options, set, seeds) {
    for (const seed of seeds) {
        const folder = await mkdtemp(join(tmpdir(), "skein-pictures-"));
        try {
            const asked = ["-k", String(set.classes), "--seed", String(seed), ...options];
            const out = ["--out", join(folder, "run"), "--no-report", "--labels", "folders", "--json", "--quiet"];
            const start = performance.now();
            const command = [MAIN, "cluster", set.folder, ...asked, ...out];
            const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 2 ** 28 });
            const seconds = (performance.now() - start) / 1000;
            const { nmi, accuracy } = JSON.parse(stdout).scores.all;
            yield { seed, nmi, accuracy, seconds };
        }
        finally {
            await rm(folder, { recursive: true, force: true });
        }
    }
}
//# sourceMappingURL=columns.js.map