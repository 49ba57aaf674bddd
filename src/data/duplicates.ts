/** Copies among the images of a set. */
import { type ImageSet, imageBytes } from "./image_set.js";

/**
 * Groups of images that are equal in every pixel, at the size they were read in: a file that is there several times,
 * whatever it is called, but no picture that was scaled or compressed another time.
 *
 * @returns the numbers of the images of each group, ascending; groups of two or more, in the order of their first image.
 */
export function duplicateImages(
  images: Pick<ImageSet, "count" | "height" | "width" | "channels" | "pixels">,
) {
  const size = imageBytes(images);
  const pixelsOf = (image: number) => images.pixels.subarray(image * size, (image + 1) * size);
  const byHash = new Map<number, number[][]>();
  const groups: number[][] = [];
  for (let image = 0; image < images.count; image++) {
    const pixels = pixelsOf(image);
    const hash = fnv1a(pixels);
    const candidates = byHash.get(hash) ?? [];
    const equal = candidates.find(([first]) => Buffer.compare(pixelsOf(first!), pixels) === 0);
    if (equal) {
      if (equal.push(image) === 2) groups.push(equal);
    } else {
      byHash.set(hash, [...candidates, [image]]);
    }
  }
  return groups.sort(([a], [b]) => a! - b!);
}

/** 32-bit hash of Fowler, Noll and Vo. */
function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash;
}

/** Groups of two or more images of one key, as `duplicateImages` gives them. */
export function groupsOf(keys: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [image, key] of keys.entries()) {
    const group = groups.get(key);
    if (group) group.push(image);
    else groups.set(key, [image]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}
