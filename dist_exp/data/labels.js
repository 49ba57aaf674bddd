/** Known classes, for measuring a clustering: from folder names, or from a file of labels. */
import { open } from "node:fs/promises";
import { DataError, excerpt } from "../errors.js";
import { readIdx } from "./idx.js";
import { createImageSet, subset } from "./image_set.js";
import { readTable } from "./table.js";
/** First fields by which a line is known as a header and not a label. */
const NAME_COLUMNS = ["name", "file", "filename", "path", "image", "id"];
export const LABEL_COLUMNS = ["label", "class", "target", "category", "y"];
/** The label of an image whose class is not known. */
const UNKNOWN_LABEL = -1;
/**
 * Labels each image with the top-level folder it lies in: `cat/1.png` and `cat/old/2.png` are
 * of class "cat". Classes are numbered in the order of their sorted names. Images that lie in no
 * folder get the label -1: their class is not known.
 *
 * @throws {DataError} if the images have no names, or all of them lie in no folder.
 */
export function labelsFromFolders(set) {
    if (set.names === null) {
        throw new DataError(`Images of ${set.source} are not files in folders, so folders cannot label them: give a file of labels.`);
    }
    const classes = set.names.map((name) => {
        const slash = name.indexOf("/");
        return slash > 0 ? name.slice(0, slash) : null;
    });
    if (classes.every((name) => name === null)) {
        throw new DataError(`All images of ${set.source} lie in that folder itself: move each image into a folder named after its class, ` +
            "or give a file of labels.");
    }
    return createImageSet({ ...set, ...numberClasses(classes) });
}
/**
 * The images whose class is known, by the set's own labels or else by the folders they lie in; the others are listed in
 * `skipped`.
 *
 * @throws {DataError} as `labelsFromFolders`.
 */
export function labelledImages(set) {
    const labelled = set.labels === null ? labelsFromFolders(set) : set;
    const { labels, count, names } = labelled;
    const isKnown = (image) => labels[image] !== UNKNOWN_LABEL;
    const numbers = Array.from({ length: count }, (_, i) => i);
    if (numbers.every(isKnown))
        return labelled;
    const unknown = numbers.filter((image) => !isKnown(image));
    const reason = "it lies in no folder that names its class";
    const skipped = [...set.skipped, ...unknown.map((i) => ({ name: names?.[i] ?? String(i), reason }))];
    return createImageSet({ ...subset(labelled, numbers.filter(isKnown)), skipped });
}
/**
 * Reads the labels of images from a file, which may be
 * - one label per line, in the order of the images;
 * - a table with a name and a label per line, separated by comma, semicolon or tab, in any order,
 *   extra lines allowed (`images` must be names). Without a header the columns are name, label; with one, they are found by title
 *   (such as `file` and `class`);
 * - an IDX file of labels, whose values are kept as they are.
 *
 * Text is UTF-8, or UTF-16 with a byte order mark, and of any length: it is read as a stream. A
 * lone column is taken to have a header only where it has one line more than there are images.
 *
 * Text labels become indices into `labelNames`, sorted as numbers if all are integers, else
 * by code unit.
 *
 * @param images the images' names, or only how many there are
 * @throws DataError if the file cannot be read, or does not hold one label, and only
 * one, for each image.
 */
export async function loadLabels(path, images) {
    const count = typeof images === "number" ? images : images.length;
    if (await isIdx(path))
        return fromIdx(path, count);
    const names = typeof images === "number" ? null : new Set(images);
    let columns = null;
    const byName = new Map();
    const inOrder = [];
    let rows = 0;
    for await (const part of readTable(path)) {
        for (const row of part) {
            columns ??= findColumns(path, row, names);
            if (rows++ === 0 && columns.header && columns.nameColumn !== null)
                continue;
            const label = fieldOf(path, row, columns.labelColumn, columns);
            if (columns.nameColumn === null) {
                // One more than the images, for a header; others are only counted.
                if (inOrder.length <= count)
                    inOrder.push(label);
                continue;
            }
            if (names === null)
                throw namesWithoutImages(path);
            const name = fieldOf(path, row, columns.nameColumn, columns);
            if (names.has(name))
                addLabel(path, byName, name, { label, line: row.line });
        }
    }
    if (columns === null) {
        throw new DataError(`${path} is empty: give one label per line, or a CSV of name and label.`);
    }
    if (typeof images === "number" || columns.nameColumn === null) {
        const header = columns.header && rows === count + 1;
        requireCount(path, header ? rows - 1 : rows, count);
        return numberClasses(header ? inOrder.slice(1) : inOrder);
    }
    const missing = images.filter((name) => !byName.has(name));
    if (missing.length > 0) {
        throw new DataError(`${path} holds ${byName.size} labels for ${count} images, and none for ${missing.length} of them, ` +
            `such as ${excerpt(missing[0])}: name images relative to the folder, with forward slashes.`);
    }
    return numberClasses(images.map((name) => byName.get(name).label));
}
function addLabel(path, byName, name, given) {
    const known = byName.get(name);
    if (known !== undefined && known.label !== given.label) {
        throw new DataError(`${path} gives ${excerpt(name)} two labels, ${excerpt(known.label)} on line ${known.line} and ` +
            `${excerpt(given.label)} on line ${given.line}: keep one of them.`);
    }
    if (known === undefined)
        byName.set(name, given);
}
function namesWithoutImages(path) {
    return new DataError(`${path} names the image of each label, but these images have no names: give one label per line, in their order.`);
}
/** A field of a row. @throws {DataError} where the row ends before it, or it is empty. */
function fieldOf(path, row, column, { needed }) {
    const { fields, line } = row;
    const field = fields[column];
    if (fields.length < needed || field === undefined) {
        throw new DataError(`${path}: line ${line} has ${fields.length} of ${needed} fields: complete or remove it.`);
    }
    if (field === "")
        throw new DataError(`${path}: line ${line} has an empty name or label: complete or remove it.`);
    return field;
}
function requireCount(path, found, count) {
    if (found === count)
        return;
    throw new DataError(`${path} holds ${found} labels for ${count} images: give one for each image, in their order, ` +
        "or a CSV of name and label (files that were skipped have no place in the order).");
}
/** Whether each line names its image, so that there may be lines for images that are left out. @throws {DataError} */
export async function labelsNameImages(path) {
    if (await isIdx(path))
        return false;
    for await (const [first] of readTable(path))
        if (first)
            return first.fields.length > 1;
    return false;
}
/** Whether the file begins like IDX or gzip; no text does. */
async function isIdx(path) {
    const file = await open(path).catch((error) => {
        throw new DataError(`The file of labels ${path} cannot be read: check the path and its permissions.`, {
            cause: error,
        });
    });
    try {
        const { buffer } = await file.read(Buffer.alloc(2, 1), 0, 2, 0);
        return (buffer[0] === 0 && buffer[1] === 0) || (buffer[0] === 0x1f && buffer[1] === 0x8b);
    }
    catch (error) {
        throw new DataError(`The file of labels ${path} cannot be read: give a file, not a folder.`, {
            cause: error,
        });
    }
    finally {
        await file.close();
    }
}
async function fromIdx(path, count) {
    const { shape, data } = await readIdx(path);
    if (shape.length !== 1) {
        throw new DataError(`${path} has shape [${shape.join(", ")}], labels have one dimension: give a file of labels.`);
    }
    requireCount(path, data.length, count);
    const classes = data.reduce((largest, label) => Math.max(largest, label), -1) + 1;
    return { labels: Int32Array.from(data), labelNames: Array.from({ length: classes }, (_, i) => String(i)) };
}
function findColumns(path, { fields: first }, names) {
    const titles = first.map((field) => field.trim().toLowerCase());
    const titled = titles.findIndex((title) => LABEL_COLUMNS.includes(title));
    const named = titles.findIndex((title) => NAME_COLUMNS.includes(title));
    const header = titled >= 0 && (titles.length === 1 || (named >= 0 && !names?.has(first[named])));
    if (!header && first.length > 2) {
        throw new DataError(`${path} has ${first.length} columns and no header that tells them apart: ` +
            "begin it with a line such as `name,label`, or keep those two columns.");
    }
    if (first.length === 1)
        requireNoName(path, first[0], names);
    const nameColumn = header ? (named >= 0 ? named : null) : first.length === 2 ? 0 : null;
    const labelColumn = header ? titled : first.length - 1;
    return { nameColumn, labelColumn, header, needed: Math.max(nameColumn ?? 0, labelColumn) + 1 };
}
/** A lone column that begins with an image's name has a separator that is not known, such as a space. */
function requireNoName(path, field, names) {
    for (const name of names ?? []) {
        if (!field.startsWith(name) || /^[\p{L}\p{N}]/u.test(field.slice(name.length)))
            continue;
        throw new DataError(`${path}: line 1 begins with the image's name ${excerpt(name)}, and no comma, semicolon or tab follows: ` +
            "put one of them between name and label.");
    }
}
/** Class indices for class names; null is a class that is not known. */
export function numberClasses(classes) {
    const distinct = [...new Set(classes)].filter((name) => name !== null);
    const labelNames = distinct.every((name) => /^-?\d+$/.test(name))
        ? distinct.sort((a, b) => Number(a) - Number(b))
        : distinct.sort();
    const indexOf = new Map(labelNames.map((name, index) => [name, index]));
    return { labels: Int32Array.from(classes, (name) => indexOf.get(name) ?? UNKNOWN_LABEL), labelNames };
}
//# sourceMappingURL=labels.js.map