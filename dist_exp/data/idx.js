/**
 * IDX, the file format of MNIST and its relatives (http://yann.lecun.com/exdb/mnist):
 * two zero bytes, a type code, the number of dimensions, one big-endian uint32
 * per dimension, then the values in row-major order. Files may be gzipped.
 */
import { createReadStream } from "node:fs";
import { access, open, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createGunzip } from "node:zlib";
import { DataError } from "../errors.js";
import { createImageSet } from "./image_set.js";
const UNSIGNED_BYTE = 0x08;
const OTHER_TYPES = {
    9: "int8",
    11: "int16",
    12: "int32",
    13: "float32",
    14: "float64",
};
/** Images have 3 or 4 dimensions, labels 1; more than this many is a file of another kind. */
const MAX_DIMENSIONS = 8;
const MAX_HEADER_BYTES = 4 + 4 * MAX_DIMENSIONS;
const CHUNK_BYTES = 1 << 20;
/**
 * Reads an IDX file of unsigned bytes, gzipped or not (its first bytes tell, not its name).
 *
 * The header is believed only as far as the file's bytes bear it out: memory is taken for
 * bytes that were read, never for bytes that were promised.
 *
 * @throws DataError if the file cannot be read, is not IDX, holds another type than unsigned
 * bytes, or holds fewer or more values than its header says.
 */
export async function readIdx(path) {
    const gzipped = await isGzip(path);
    const { size } = await stat(path);
    const chunks = [];
    let received = 0;
    let header = null;
    const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
    // pipe() does not forward errors: a read error would leave the loop below waiting for ever.
    const bytes = gzipped ? file.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : file;
    file.on("error", (error) => bytes.destroy(error));
    try {
        for await (const chunk of bytes) {
            chunks.push(chunk);
            received += chunk.length;
            if (header === null && received >= MAX_HEADER_BYTES) {
                header = parseHeader(path, Buffer.concat(chunks));
                if (!gzipped)
                    checkLength(path, header, size);
            }
            // One byte too many settles it: what a gzip file still holds need not be inflated.
            if (header !== null && received > header.bytes + header.values)
                break;
        }
    }
    catch (error) {
        if (error instanceof DataError)
            throw error;
        throw unreadable(path, error, gzipped);
    }
    finally {
        file.destroy();
    }
    const whole = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    header ??= parseHeader(path, whole);
    checkLength(path, header, received);
    return {
        shape: header.shape,
        data: new Uint8Array(whole.buffer, whole.byteOffset + header.bytes, header.values),
    };
}
/**
 * Reads images from an IDX file of shape [N, height, width] or [N, height, width, channels],
 * and their labels. Without `labelsPath`, labels are taken from the file beside the images
 * that bears the usual name (`train-images-idx3-ubyte` -> `train-labels-idx1-ubyte`, `.gz` or
 * not); where there is none, the set has no labels. `null` asks for no labels.
 *
 * @throws DataError if a file cannot be used, or the labels are not as many as the images.
 */
export async function loadIdxImages(imagesPath, labelsPath) {
    const { shape, data } = await readIdx(imagesPath);
    const [count = 0, height = 0, width = 0, channels = 1] = shape;
    if (shape.length === 1) {
        throw new DataError(`${imagesPath} holds ${count} labels, not images: give the file of images, ` +
            "such as train-images-idx3-ubyte.");
    }
    if ((shape.length !== 3 && shape.length !== 4) || (channels !== 1 && channels !== 3)) {
        throw new DataError(`${imagesPath} has shape [${shape.join(", ")}]: images need [count, height, width], ` +
            "or a fourth dimension of 1 or 3 channels.");
    }
    if (data.length === 0) {
        throw new DataError(`${imagesPath} has shape [${shape.join(", ")}] and so no pixels: give a file with images.`);
    }
    const labelsFile = labelsPath === undefined ? await findCompanionLabels(imagesPath) : labelsPath;
    return createImageSet({
        count,
        height,
        width,
        channels,
        pixels: data,
        labels: labelsFile === null ? null : await loadIdxLabels(labelsFile, imagesPath, count),
        source: imagesPath,
    });
}
/** Reads the labels of `count` images from an IDX file of shape [N]. */
async function loadIdxLabels(path, imagesPath, count) {
    const { shape, data } = await readIdx(path);
    if (shape.length !== 1) {
        throw new DataError(`${path} has shape [${shape.join(", ")}]: labels need one dimension; ` +
            "give the file of labels, such as train-labels-idx1-ubyte.");
    }
    if (data.length !== count) {
        throw new DataError(`${path} holds ${data.length} labels, ${imagesPath} ${count} images: give the two files that belong together.`);
    }
    return Int32Array.from(data);
}
/** The label file that stands beside a file of images under the usual name, or null. */
export async function findCompanionLabels(imagesPath) {
    const name = basename(imagesPath).replace(/\.gz$/i, "");
    const labelsName = name.replace(/images([-.])idx[34]/, "labels$1idx1");
    if (labelsName === name)
        return null;
    for (const candidate of [labelsName, `${labelsName}.gz`]) {
        const path = join(dirname(imagesPath), candidate);
        const exists = await access(path).then(() => true, () => false);
        if (exists)
            return path;
    }
    return null;
}
function parseHeader(path, start) {
    if (start.length < 4) {
        throw new DataError(`${path} holds ${start.length} bytes, too few for an IDX file: download it again.`);
    }
    const type = start[2];
    const dimensions = start[3];
    const known = type === UNSIGNED_BYTE || type in OTHER_TYPES;
    if (start[0] !== 0 || start[1] !== 0 || !known || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
        throw new DataError(`${path} is not an IDX file: it begins with ${hex(start)} where images have 0x00000803 ` +
            "and labels 0x00000801; give an IDX file, or a folder of images.");
    }
    if (type !== UNSIGNED_BYTE) {
        throw new DataError(`${path} is an IDX file of ${OTHER_TYPES[type]} (${hex(start)}): convert its values to unsigned bytes (type 0x08).`);
    }
    const bytes = 4 + 4 * dimensions;
    if (start.length < bytes) {
        throw new DataError(`${path} ends after ${start.length} bytes, within its header of ${bytes}: download it again.`);
    }
    const shape = Array.from({ length: dimensions }, (_, i) => start.readUInt32BE(4 + 4 * i));
    return { shape, bytes, values: shape.reduce((product, size) => product * size, 1) };
}
/** Compares what the header promises with the length of the (inflated) file. */
function checkLength(path, header, length) {
    const expected = header.bytes + header.values;
    if (length === expected)
        return;
    const promise = `${path}: the header says [${header.shape.join(", ")}], which takes ${expected} bytes`;
    throw new DataError(length < expected
        ? `${promise}, but the file has ${length}: it is cut short or its header is wrong; download it again.`
        : `${promise}, but the file has more: its header is wrong or something was appended; download it again.`);
}
async function isGzip(path) {
    try {
        const file = await open(path);
        try {
            const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
            return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
        }
        finally {
            await file.close();
        }
    }
    catch (error) {
        throw unreadable(path, error, false);
    }
}
function hex(bytes) {
    return `0x${bytes.subarray(0, 4).toString("hex")}`;
}
function unreadable(path, error, gzipped) {
    const { code, message } = error;
    if (code === "ENOENT")
        return new DataError(`${path} does not exist: check the path.`, { cause: error });
    if (code === "EISDIR")
        return new DataError(`${path} is a folder: give an IDX file.`, { cause: error });
    if (code === "EACCES") {
        return new DataError(`${path} may not be read: check its permissions.`, { cause: error });
    }
    const what = gzipped ? "is truncated or damaged gzip" : "cannot be read";
    return new DataError(`${path} ${what} (${message}): download it again.`, { cause: error });
}
//# sourceMappingURL=idx.js.map