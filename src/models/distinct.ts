/** Whether images can be sorted at all. */
import { DataError } from "../errors.js";
import { counted } from "../format.js";
import type { Images } from "./images.js";

/**
 * Looks at no more images than it takes to find as many different ones as there are clusters.
 * @throws {DataError} if fewer images differ.
 */
export function checkDistinct({ count, pixels }: Images, clusters: number): void {
  if (count < clusters) {
    throw new DataError(
      `${counted(count, "image")} cannot be sorted into ${clusters} classes: give more images, or fewer clusters`,
    );
  }
  const different = distinctRows(pixels, count, clusters);
  if (different === clusters) return;
  if (different === 1) throw new DataError(`all ${count} images are the same: there is nothing to sort`);
  throw new DataError(
    `only ${different} of ${count} images differ, which cannot be sorted into ${clusters} classes: ` +
      "give more images, or fewer clusters",
  );
}

/** How many of `count` rows of equal length differ, counted to `most`. */
export function distinctRows(values: ArrayBufferView, count: number, most: number): number {
  const all = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const bytes = values.byteLength / count;
  // One character to a byte.
  const latin1 = new TextDecoder("latin1");
  const different = new Set<string>();
  for (let row = 0; row < count && different.size < most; row++) {
    different.add(latin1.decode(all.subarray(row * bytes, (row + 1) * bytes)));
  }
  return different.size;
}
