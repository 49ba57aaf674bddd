/** Images at their own sizes, a few at a time: all of them may be more than memory holds. */
import { availableParallelism } from "node:os";
import { isAbsolute, join } from "node:path";
import { DataError } from "../errors.js";
import { openDecoder } from "./decode.js";
import { imageBytes } from "./image_set.js";
import { tuned } from "./sharp.js";
const BATCH_PIXELS = 2 ** 22;
const BATCH_IMAGES = 256;
/**
 * The images of a set once more, each at its own size, and with alpha where it has it. Images of an array have the size
 * that they have in the set.
 *
 * @throws {DataError} for images of an archive, which are not unpacked again; the reason of `signal` if it aborts.
 */
export async function* ownSizeImages(set, { maxPixels, signal } = {}) {
    const { names, folder, channels, range, count } = set;
    if (names === null) {
        yield* packed(set);
        return;
    }
    if (folder === null || folder === undefined) {
        throw new DataError(`${set.source} is an archive, whose images are read at one size: unpack it and give the folder.`);
    }
    const decoder = await openDecoder({ maxPixels, range });
    const read = async (place) => {
        const name = names[place];
        const path = isAbsolute(name) ? name : join(folder, name);
        try {
            return { place, image: await decoder.whole(path, channels) };
        }
        catch {
            return { place, skipped: { name, reason: await decoder.explain(path) } };
        }
    };
    const atOnce = availableParallelism();
    let batch = new Batch();
    for (let begin = 0; begin < count; begin += atOnce) {
        signal?.throwIfAborted();
        const places = Array.from({ length: Math.min(atOnce, count - begin) }, (_, i) => begin + i);
        for (const { place, image, skipped } of await tuned(() => Promise.all(places.map(read)))) {
            if (skipped)
                batch.skipped.push(skipped);
            else
                batch.add(place, image);
        }
        if (!batch.full)
            continue;
        yield batch;
        batch = new Batch();
    }
    if (batch.images.length + batch.skipped.length > 0)
        yield batch;
}
class Batch {
    places = [];
    images = [];
    skipped = [];
    #pixels = 0;
    add(place, image) {
        this.places.push(place);
        this.images.push(image);
        this.#pixels += image.height * image.width;
    }
    get full() {
        return this.#pixels >= BATCH_PIXELS || this.images.length + this.skipped.length >= BATCH_IMAGES;
    }
}
function* packed(set) {
    const { height, width, channels, pixels, count } = set;
    const bytes = imageBytes(set);
    let batch = new Batch();
    for (let i = 0; i < count; i++) {
        batch.add(i, { height, width, channels, pixels: pixels.subarray(i * bytes, (i + 1) * bytes) });
        if (!batch.full && i < count - 1)
            continue;
        yield batch;
        batch = new Batch();
    }
}
/** Images by size and channels, those of each size as one array [count, height, width, channels]. */
export function bySize(images) {
    const groups = new Map();
    for (const [row, { height, width, channels }] of images.entries()) {
        const key = `${height} ${width} ${channels}`;
        const rows = groups.get(key) ?? [];
        rows.push(row);
        groups.set(key, rows);
    }
    return [...groups.values()].map((rows) => {
        const { height, width, channels } = images[rows[0]];
        const bytes = height * width * channels;
        const pixels = new Uint8Array(rows.length * bytes);
        for (const [i, row] of rows.entries())
            pixels.set(images[row].pixels, i * bytes);
        return { count: rows.length, height, width, channels, pixels, rows };
    });
}
//# sourceMappingURL=own_size.js.map