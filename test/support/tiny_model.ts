/** A model that trains in a blink, for tests of what happens around training. */
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import type { ImageClustererOptions, Images } from "../../src/models/index.js";

export const digits: Images = take((await loadMnist()).train, 200);

/** Two epochs of ten steps. */
export const tiny: ImageClustererOptions = {
  stem: [{ channels: 4, kernel: 5, stride: 4 }],
  hidden: 8,
  heads: 2,
  batch: 20,
  epochs: 2,
  seed: 1,
};

/** The first images of a set. */
export function head({ height, width, channels, pixels }: Images, count: number): Images {
  return { height, width, channels, count, pixels: pixels.subarray(0, count * height * width * channels) };
}
