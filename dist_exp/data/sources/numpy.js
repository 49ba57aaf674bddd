/** NumPy's arrays: one to a file (.npy), or several with names (.npz). */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { DataError } from "../../errors.js";
import { requireUnpackable } from "../archive.js";
import { concat, createImageSet } from "../image_set.js";
import { imageLayout, mayBeLabels, NPY_MAGIC, npyImages, npyLabels, readNpy } from "../npy.js";
import { entryStream, listZip, openZip, zipName, zipTrouble } from "../zip.js";
import { registerSourceFormat } from "./format.js";
registerSourceFormat({
    title: "a NumPy array (.npy, .npz)",
    accepts: ({ kind, path, head }) => kind === "file" && (/\.npy$/i.test(path) || head.toString("latin1", 0, 6) === NPY_MAGIC),
    open: async (path, { range }) => {
        const { size } = await stat(path);
        const array = await readNpy({ path, size, stream: () => createReadStream(path) });
        return { train: createImageSet({ ...(await npyImages(array, range)), source: path }), test: null };
    },
});
registerSourceFormat({
    title: null,
    accepts: ({ kind, path }) => kind === "file" && /\.npz$/i.test(path),
    open: openNpz,
});
/** Parts of a data set, by the names that arrays have in it. */
const PARTS = [
    ["test", /(^|[-_.])(test|t10k)([-_.]|$)/i],
    ["validation", /(^|[-_.])(val|valid|validation)([-_.]|$)/i],
];
const LABELS = /(^|[-_.])(y|labels?|targets?|classes|class)([-_.]|$)/i;
/**
 * Arrays of images by name: those of "test" are held out, all others are learned from. Labels are taken where an array
 * of as many whole numbers is called so.
 */
async function openNpz(path, { range }) {
    const arrays = await arraysOf(path);
    const images = (part) => partOf(path, arrays, part, range);
    const [train, validation, test] = [await images("train"), await images("validation"), await images("test")];
    const sets = [train, validation].flatMap((set) => set ?? []);
    if (sets.length === 0 && test === null) {
        const found = arrays.map(({ name, shape }) => `${name} [${shape.join(", ")}]`).join(", ");
        throw new DataError(`${path} holds no array of images (${found || "it is empty"}): give [count, height, width], or a fourth dimension of 1 or 3 channels.`);
    }
    if (sets.length === 0)
        return { train: test, test: null };
    const learned = createImageSet({ ...(sets.length === 1 ? sets[0] : concat(sets)), source: path });
    return { train: learned, test };
}
async function arraysOf(path) {
    const entries = await listZip(path);
    const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    requireUnpackable(path, (await stat(path)).size, unpacked);
    const arrays = [];
    for (const entry of entries) {
        const name = (await zipName(entry)).replace(/\.npy$/i, "");
        const trouble = zipTrouble(entry);
        if (trouble !== undefined)
            throw new DataError(`${path}: ${name}: ${trouble}.`);
        async function* stream() {
            const zip = await openZip(path);
            try {
                yield* entryStream(zip, entry);
            }
            catch (error) {
                const { message } = error;
                throw new DataError(`${path}: ${name} is damaged (${message}): save or download it again.`, {
                    cause: error,
                });
            }
            finally {
                zip.close();
            }
        }
        const array = await readNpy({ path: `${path}: ${name}`, size: entry.uncompressedSize, stream });
        const part = PARTS.find(([, pattern]) => pattern.test(basename(name)))?.[0] ?? "train";
        arrays.push({ ...array, name, part });
    }
    return arrays;
}
/** The images of a part with their labels, or null where it has none. */
async function partOf(path, arrays, part, range) {
    const own = arrays.filter((array) => array.part === part);
    const [images, other] = own.filter((array) => typeof imageLayout(array) !== "string");
    if (images === undefined)
        return null;
    if (other !== undefined) {
        throw new DataError(`${path} holds more than one array of images (${images.name}, ${other.name}): save each alone.`);
    }
    const loaded = await npyImages(images, range);
    const labels = own.filter((array) => LABELS.test(array.name) && mayBeLabels(array, loaded.count));
    return createImageSet({
        ...loaded,
        labels: labels.length === 1 ? await npyLabels(labels[0]) : null,
        source: path,
    });
}
//# sourceMappingURL=numpy.js.map