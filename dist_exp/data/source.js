import { open, stat } from "node:fs/promises";
import { DataError } from "../errors.js";
import { HEAD_BYTES } from "./formats.js";
import { createImageSet } from "./image_set.js";
import { labelsFromFolders, loadLabels } from "./labels.js";
import { sourceFormats, sourceTitles, } from "./sources/index.js";
/**
 * Opens what a person names on a command line: `mnist`, `fashion-mnist`, an IDX file of images or a folder with MNIST's
 * four, a NumPy array (.npy, .npz), CIFAR's binary files, a zip or tar archive of images, a CSV of paths, a folder of
 * images, or a single image. A folder or file called "mnist" is reached as `./mnist`.
 *
 * @throws DataError if there is no such thing, it is of no supported type, or cannot be used;
 * ArgumentError for an option out of range; the reason of `signal` if it aborts.
 */
export async function openImages(source, options = {}) {
    const opened = await openUnlabelled(source, options);
    const { labels } = options;
    if (labels === undefined)
        return opened;
    if (opened.test !== null) {
        throw new DataError(`${source} brings its own labels for training and test images: leave out other labels.`);
    }
    if (labels === "folders")
        return { train: labelsFromFolders(opened.train), test: null };
    const { train } = opened;
    return {
        train: createImageSet({ ...train, ...(await loadLabels(labels, train.names ?? train.count)) }),
        test: null,
    };
}
async function openUnlabelled(source, options) {
    return (await sourceFormat(source)).open(source, options);
}
/**
 * The format of a source.
 * @throws {DataError} if there is no such thing, or it is of no supported type.
 */
export async function sourceFormat(source) {
    const facts = await factsOf(source);
    const whatCanBeGiven = `give ${sourceTitles()}`;
    for (const format of sourceFormats())
        if (await format.accepts(facts))
            return format;
    if (facts.kind === "nothing")
        throw new DataError(`${source} does not exist: check the path, or ${whatCanBeGiven}.`);
    throw new DataError(`${source} is not a type of file that holds images for Skein: ${whatCanBeGiven}.`);
}
async function factsOf(path) {
    const nothing = { path, kind: "nothing", size: 0, head: Buffer.alloc(0) };
    try {
        const found = await stat(path);
        if (found.isDirectory())
            return { ...nothing, kind: "folder" };
        if (!found.isFile())
            return { ...nothing, kind: "other" };
        const file = await open(path);
        try {
            const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
            return { path, kind: "file", size: found.size, head: buffer.subarray(0, bytesRead) };
        }
        finally {
            await file.close();
        }
    }
    catch (error) {
        const { code, message } = error;
        if (code === "ENOENT" || code === "ENOTDIR")
            return nothing;
        if (code === "EACCES")
            throw new DataError(`${path} may not be read: check its permissions.`, { cause: error });
        throw new DataError(`${path} cannot be opened (${message}): check the path.`, { cause: error });
    }
}
//# sourceMappingURL=source.js.map