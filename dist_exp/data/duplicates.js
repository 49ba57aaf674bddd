/** Copies among the images of a set. */
import { imageBytes } from "./image_set.js";
/**
 * Groups of images that are equal in every pixel, at the size they were read in: a file that is there several times,
 * whatever it is called, but no picture that was scaled or compressed another time.
 *
 * @returns the numbers of the images of each group, ascending; groups of two or more, in the order of their first image.
 */
export function duplicateImages(images) {
    const size = imageBytes(images);
    const pixelsOf = (image) => images.pixels.subarray(image * size, (image + 1) * size);
    const byHash = new Map();
    const groups = [];
    for (let image = 0; image < images.count; image++) {
        const pixels = pixelsOf(image);
        const hash = fnv1a(pixels);
        const candidates = byHash.get(hash) ?? [];
        const equal = candidates.find(([first]) => Buffer.compare(pixelsOf(first), pixels) === 0);
        if (equal) {
            if (equal.push(image) === 2)
                groups.push(equal);
        }
        else {
            byHash.set(hash, [...candidates, [image]]);
        }
    }
    return groups.sort(([a], [b]) => a - b);
}
/** 32-bit hash of Fowler, Noll and Vo. */
function fnv1a(bytes) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < bytes.length; i++)
        hash = Math.imul(hash ^ bytes[i], 0x01000193);
    return hash;
}
//# sourceMappingURL=duplicates.js.map