/** Whether images can be sorted at all. */
import { DataError } from "../errors.js";
/**
 * Looks at no more images than it takes to find as many different ones as there are clusters.
 * @throws {DataError} if fewer images differ.
 */
export function checkDistinct({ count, pixels }, clusters) {
    if (count < clusters) {
        throw new DataError(`${count} images cannot be sorted into ${clusters} classes: give more images, or fewer clusters`);
    }
    const different = distinctRows(pixels, count, clusters);
    if (different === clusters)
        return;
    if (different === 1)
        throw new DataError(`all ${count} images are the same: there is nothing to sort`);
    throw new DataError(`only ${different} of ${count} images differ, which cannot be sorted into ${clusters} classes: ` +
        "give more images, or fewer clusters");
}
/** How many of `count` rows of equal length differ, counted to `most`. */
export function distinctRows(values, count, most) {
    const all = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const bytes = values.byteLength / count;
    const different = new Set();
    for (let row = 0; row < count && different.size < most; row++) {
        different.add(all.toString("latin1", row * bytes, (row + 1) * bytes));
    }
    return different.size;
}
//# sourceMappingURL=distinct.js.map