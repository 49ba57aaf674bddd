/** Digits as image files, faces and photographs: the pictures of the articles' experiments. */
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadImageFile, loadImageFolder } from "../../data/folder.js";
import { createImageSet, subset } from "../../data/image_set.js";
import { labelsFromFolders } from "../../data/labels.js";
import { loadMnist } from "../../data/mnist.js";
import { Random } from "../../random/philox.js";
import { encodePng } from "../../report/png.js";
/**
 * MNIST read back from a folder with a folder of PNG files for each digit. The files are written below `cache` the
 * first time.
 * @param limit training images, `tests` test images, at even distances; all by default.
 */
export async function digitsFromFolder(cache, log, { limit, tests, side = 28, } = {}) {
    const folder = join(cache, "mnist-png");
    if (!existsSync(folder))
        await writeDigits(folder, log);
    const read = async (part, most) => {
        const size = { height: side, width: side, channels: 1 };
        const set = await loadImageFolder(join(folder, part), {
            ...size,
            ...(most !== undefined && { limit: most }),
        });
        return labelsFromFolders(set);
    };
    return { train: await read("train", limit), test: await read("test", tests) };
}
async function writeDigits(folder, log) {
    log(`writing MNIST as 70,000 PNG files into ${folder}`);
    const temporary = `${folder}.new`;
    await rm(temporary, { recursive: true, force: true });
    const parts = await loadMnist();
    for (const [part, { count, labels, pixels, width, height }] of Object.entries(parts)) {
        for (let digit = 0; digit < 10; digit++) {
            await mkdir(join(temporary, part, String(digit)), { recursive: true });
        }
        for (let i = 0; i < count; i++) {
            const image = { width, height, channels: 1, pixels: pixels.subarray(i * 784, (i + 1) * 784) };
            const name = `${String(i).padStart(5, "0")}.png`;
            await writeFile(join(temporary, part, String(labels[i]), name), encodePng(image));
        }
    }
    await rename(temporary, folder);
}
/** A share of the images for the test, the others for the training, chosen at random by `seed`. */
export function splitAtRandom(set, share, seed) {
    const order = new Random(seed).permutation(set.count);
    const held = Math.round(share * set.count);
    return { train: subset(set, order.slice(held)), test: subset(set, order.slice(0, held)) };
}
/**
 * 100 faces and 100 crops without a face, 25 x 25, grey: `lfw_subset.npy` of scikit-image 0.19 (from Labeled Faces in
 * the Wild, Huang et al. 2007).
 */
export async function faces(folder) {
    const { shape, values } = parseNpy(await readFile(join(folder, "lfw_subset.npy")));
    const [count, height, width] = shape;
    return createImageSet({
        ...{ count, height, width, channels: 1, source: "faces" },
        pixels: Uint8Array.from(values, (value) => Math.round(255 * value)),
        labels: Int32Array.from({ length: count }, (_, i) => (i < count / 2 ? 1 : 0)),
        labelNames: ["no face", "face"],
    });
}
/** Little-endian float64 in C order, format 1.0 (NumPy's numpy.lib.format). */
function parseNpy(bytes) {
    const start = 10 + bytes.readUInt16LE(8);
    const header = bytes.toString("latin1", 10, start);
    const sizes = /'shape': \(([\d, ]+)\)/.exec(header)?.[1] ?? "";
    const shape = sizes
        .split(",")
        .filter((size) => size.trim() !== "")
        .map(Number);
    if (!header.includes("'<f8'") || !header.includes("'fortran_order': False") || shape.length === 0) {
        throw new Error(`not an array of float64 in C order: ${header}`);
    }
    return {
        shape,
        values: new Float64Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length)),
    };
}
const PHOTOGRAPHS = ["chelsea.png", "coffee.png"];
const SCALED = { height: 600, width: 900, channels: 3 };
/** Columns of a photograph that training crops lie in; test crops lie right of them, so that none shares a pixel. */
const TRAINING_COLUMNS = 540;
/**
 * Crops of two photographs of scikit-image, a cat and a cup of coffee, each a class. Training crops are from the left
 * 60 % of a photograph, test crops from the right 40 %.
 */
export async function photographCrops(folder, side, counts) {
    const random = new Random(0);
    const parts = { train: [], test: [] };
    const labels = { train: [], test: [] };
    for (const [label, name] of PHOTOGRAPHS.entries()) {
        const { pixels } = await loadImageFile(join(folder, name), SCALED);
        const crops = (part, from, to) => {
            for (let i = 0; i < counts[part]; i++) {
                const top = Math.floor(random.uniform() * (SCALED.height - side + 1));
                const left = from + Math.floor(random.uniform() * (to - from - side + 1));
                parts[part].push(crop(pixels, { top, left, side }));
                labels[part].push(label);
            }
        };
        crops("train", 0, TRAINING_COLUMNS);
        crops("test", TRAINING_COLUMNS, SCALED.width);
    }
    const set = (part) => createImageSet({
        ...{
            count: parts[part].length,
            height: side,
            width: side,
            channels: 3,
            source: "photographs",
        },
        pixels: Buffer.concat(parts[part]),
        labels: Int32Array.from(labels[part]),
        labelNames: PHOTOGRAPHS.map((name) => name.replace(".png", "")),
    });
    return { train: set("train"), test: set("test") };
}
function crop(pixels, { top, left, side }) {
    const { width, channels } = SCALED;
    const rows = Array.from({ length: side }, (_, row) => {
        const start = ((top + row) * width + left) * channels;
        return pixels.subarray(start, start + side * channels);
    });
    return Buffer.concat(rows);
}
//# sourceMappingURL=pictures.js.map