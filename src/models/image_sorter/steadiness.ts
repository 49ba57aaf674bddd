/** How well features find images again that were changed a little: no label enters. */

import { withTape } from "../../autograd/index.js";
import { kNeighboursOf } from "../../clustering/neighbours/k_neighbours.js";
import { createImageSet, evenly, type ImageSet, subset } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import type { Tensor } from "../../tensor/index.js";
import { ImageBatches } from "../batches.js";
import { LARGE } from "./recipes.js";
import { ImageSizes } from "./sizes.js";

/** Images that are changed and looked for: shares are then right by about 0.02. */
const SAMPLE = 500;
/** Of one step on the device. */
const BLOCK = 50;

/** What leaves a shape as it is, whatever the images show. */
const CHANGE = {
  ...{ rotation: 5, scale: 0.1, shear: 0.03, translation: 0.08, elastic: 0.02, erase: 0 },
  ...{ brightness: 0.2, contrast: 0.2 },
};

/** Some of the images, each changed at random. */
export interface ChangedImages {
  readonly images: ImageSet;
  /** Where in the given set each of them stands. */
  readonly from: readonly number[];
}

/** Changes up to 500 images at even distances, made smaller first where they are larger than features look at. */
export async function changedImages(images: ImageSet, device: Device, seed: number): Promise<ChangedImages> {
  const from = evenly(images.count, SAMPLE);
  using sizes = new ImageSizes(subset(images, from), device);
  const { size, images: small } = await sizes.get(LARGE);
  const set = { ...size, count: from.length, channels: images.channels, source: images.source };
  const batches = new ImageBatches(device, { ...set, pixels: bytesOf(await small.data()) });
  const pixels = new Uint8Array(small.size);
  try {
    for (let begin = 0; begin < from.length; begin += BLOCK) {
      const block = Uint32Array.from({ length: Math.min(BLOCK, from.length - begin) }, (_, i) => begin + i);
      const values = await withTape(device, async (tape) => {
        const random = { seed, offset: begin };
        return await batches.augmented(tape, batches.select(tape, block), CHANGE, random).data();
      });
      pixels.set(bytesOf(values), (begin * small.size) / from.length);
    }
  } finally {
    batches.release();
  }
  return { images: createImageSet({ ...set, pixels }), from };
}

const bytesOf = (values: Float32Array) =>
  new Uint8Array(Uint8ClampedArray.from(values, (value) => 255 * value));

/**
 * The share of changed images, 0 to 1, whose nearest row is that of the image that they were made of.
 * @param rows [N, D] of all images.
 * @param changed [M, D] of the changed ones.
 * @param from [M], as `changedImages` gives it.
 */
export async function steadiness(rows: Tensor, changed: Tensor, from: readonly number[]): Promise<number> {
  const { indices } = await kNeighboursOf("ImageSorter.fit", changed, rows, 1);
  return from.filter((image, i) => indices[i] === image).length / from.length;
}
