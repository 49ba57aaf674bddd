/** Whether images can be sorted at all. */
import { DataError } from "../../errors.js";
import type { Images } from "../images.js";

/**
 * Looks at no more images than it takes to find as many different ones as there are clusters.
 * @throws {DataError} if fewer images differ.
 */
export function checkDistinct({ count, height, width, channels, pixels }: Images, clusters: number): void {
  if (count < clusters) {
    throw new DataError(
      `${count} images cannot be sorted into ${clusters} classes: give more images, or fewer clusters`,
    );
  }
  const bytes = height * width * channels;
  const all = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length);
  const different = new Set<string>();
  for (let image = 0; image < count; image++) {
    different.add(all.toString("latin1", image * bytes, (image + 1) * bytes));
    if (different.size === clusters) return;
  }
  if (different.size === 1) throw new DataError(`all ${count} images are the same: there is nothing to sort`);
  throw new DataError(
    `only ${different.size} of ${count} images differ, which cannot be sorted into ${clusters} classes: ` +
      "give more images, or fewer clusters",
  );
}
