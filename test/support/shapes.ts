/** Images of 8 x 8 pixels that anything should tell apart: a lying bar, a standing bar, a filled square. */
import { createImageSet, type ImageSet } from "../../src/data/image_set.js";
import { Random } from "../../src/random/philox.js";

export const SIDE = 8;
export const SHAPES = ["lying", "standing", "square"];

/** `count` images, the shapes in turns, around the middle, with some noise. */
export function shapes(count: number, seed = 1): ImageSet {
  const random = new Random(seed, 0);
  const pixels = new Uint8Array(count * SIDE * SIDE);
  const labels = Int32Array.from({ length: count }, (_, i) => i % SHAPES.length);
  labels.forEach((label, image) => {
    const [height, width] = [
      [2, 7],
      [7, 2],
      [5, 5],
    ][label] as [number, number];
    const top = Math.floor((SIDE - height) / 2) + random.integer(2);
    const left = Math.floor((SIDE - width) / 2) + random.integer(2);
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const inside = y >= top && y < top + height && x >= left && x < left + width;
        pixels[(image * SIDE + y) * SIDE + x] = (inside ? 200 : 0) + random.integer(50);
      }
    }
  });
  const size = { height: SIDE, width: SIDE, channels: 1 as const };
  return createImageSet({ ...size, count, pixels, labels, labelNames: SHAPES, source: "shapes" });
}
