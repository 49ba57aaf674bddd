import { ArgumentError, DataError, ShapeError } from "../errors.js";
/**
 * Makes an `ImageSet` whose parts fit each other. Nothing is copied.
 *
 * @throws ShapeError if the number of pixels, names or labels is not what `count` and the size ask for.
 */
export function createImageSet(init) {
    const { count, height, width, channels, pixels, source } = init;
    const { names = null, numbers, labels = null, labelNames = null, skipped = [] } = init;
    const { repeated, others, folder, range } = init;
    if (channels !== 1 && channels !== 3) {
        throw new ShapeError(`image set ${source}: ${channels} channels; images have 1 (grey) or 3 (colour)`);
    }
    const expected = count * height * width * channels;
    if (pixels.length !== expected) {
        throw new ShapeError(`image set ${source}: ${pixels.length} bytes of pixels; ` +
            `[${count}, ${height}, ${width}, ${channels}] takes ${expected}`);
    }
    if (names !== null && names.length !== count) {
        throw new ShapeError(`image set ${source}: ${names.length} names for ${count} images`);
    }
    if (labels !== null && labels.length !== count) {
        throw new ShapeError(`image set ${source}: ${labels.length} labels for ${count} images`);
    }
    const set = {
        count,
        height,
        width,
        channels,
        pixels,
        names,
        labels,
        labelNames,
        skipped,
        repeated,
        ...(others && { others }),
        ...(folder !== undefined && { folder }),
        source,
    };
    return { ...set, ...(numbers && { numbers }), ...(range && { range }) };
}
/** Bytes of one image: `height * width * channels`. */
export function imageBytes(set) {
    return set.height * set.width * set.channels;
}
/**
 * The images at `indices`, in that order, as a copy. An index may occur more than once.
 *
 * @throws ArgumentError if an index is not an integer from 0 to `count - 1`.
 */
export function subset(set, indices) {
    const size = imageBytes(set);
    const pixels = new Uint8Array(indices.length * size);
    const labels = set.labels && new Int32Array(indices.length);
    const names = set.names && [];
    for (let i = 0; i < indices.length; i++) {
        const from = indices[i];
        if (!Number.isInteger(from) || from < 0 || from >= set.count) {
            throw new ArgumentError(`subset: index ${from} at position ${i} is not one of the ${set.count} images`);
        }
        pixels.set(set.pixels.subarray(from * size, (from + 1) * size), i * size);
        if (labels && set.labels)
            labels[i] = set.labels[from];
        if (names && set.names)
            names.push(set.names[from]);
    }
    const numbers = Array.from(indices, (from) => set.numbers?.[from] ?? from);
    return createImageSet({ ...set, count: indices.length, pixels, labels, names, numbers });
}
/** `count` numbers from 0 to `total - 1` at even distances, in order; all of them where there are no more. */
export function evenly(total, count) {
    const taken = Math.min(count, total);
    return Array.from({ length: taken }, (_, i) => Math.floor((i * total) / taken));
}
/**
 * The first `count` images (all of them if there are fewer), sharing the pixels of `set`.
 *
 * @throws ArgumentError if `count` is not an integer of at least 0.
 */
export function take(set, count) {
    if (!Number.isInteger(count) || count < 0) {
        throw new ArgumentError(`take: ${count} is not a number of images; give an integer of at least 0`);
    }
    const kept = Math.min(count, set.count);
    return createImageSet({
        ...set,
        count: kept,
        pixels: set.pixels.subarray(0, kept * imageBytes(set)),
        labels: set.labels?.subarray(0, kept) ?? null,
        names: set.names?.slice(0, kept) ?? null,
        ...(set.numbers && { numbers: set.numbers.slice(0, kept) }),
    });
}
/**
 * One set after the other, as a copy, such as training and test images for clustering all of them.
 * Names and labels are kept where every set has them.
 *
 * @throws ArgumentError if no set is given; DataError if sizes, channels or class names differ.
 */
export function concat(sets) {
    const first = sets[0];
    if (!first)
        throw new ArgumentError("concat: no image set given; give at least one");
    for (const set of sets) {
        if (set.height !== first.height || set.width !== first.width || set.channels !== first.channels) {
            throw new DataError(`Images of ${first.source} are ${describeSize(first)}, those of ${set.source} ${describeSize(set)}: ` +
                "load both at one size.");
        }
    }
    const labelled = sets.every((set) => set.labels !== null);
    if (labelled && sets.some((set) => !sameNames(set.labelNames, first.labelNames))) {
        throw new DataError(`Classes of ${sets.map((set) => set.source).join(" and ")} have different names: ` +
            "give all sets the same classes, or leave their labels out.");
    }
    const count = sets.reduce((sum, set) => sum + set.count, 0);
    const pixels = new Uint8Array(count * imageBytes(first));
    const labels = labelled ? new Int32Array(count) : null;
    let at = 0;
    for (const set of sets) {
        pixels.set(set.pixels, at * imageBytes(first));
        if (labels && set.labels)
            labels.set(set.labels, at);
        at += set.count;
    }
    return createImageSet({
        count,
        height: first.height,
        width: first.width,
        channels: first.channels,
        pixels,
        names: sets.every((set) => set.names !== null) ? sets.flatMap((set) => set.names ?? []) : null,
        labels,
        labelNames: labelled ? first.labelNames : null,
        skipped: sets.flatMap((set) => set.skipped),
        repeated: sets.reduce((sum, set) => sum + (set.repeated ?? 0), 0),
        source: [...new Set(sets.map((set) => set.source))].join(" + "),
        range: first.range,
    });
}
function describeSize(set) {
    return `${set.height} x ${set.width} x ${set.channels}`;
}
function sameNames(a, b) {
    if (a === null || b === null)
        return a === b;
    return a.length === b.length && a.every((name, i) => name === b[i]);
}
//# sourceMappingURL=image_set.js.map