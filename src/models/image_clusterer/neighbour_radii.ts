/** Virtual adversarial training as a term of the clusterer's objective; the lengths of changes by neighbours. */
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
import type { Device } from "../../device/index.js";
import { tensor } from "../../tensor/index.js";
import type { Images } from "../images.js";

/** As IMSAT: this share of the distance to that neighbour (Hu et al. 2017, section 4.3). */
const SHARE = 0.25;
const NEIGHBOUR = 10;

/**
 * The length of each image's change, [N]: a quarter of its l2 distance to its tenth neighbour, of pixels from 0 to 1. Of
 * fewer images the last neighbour counts. The time grows with the square of the number of images, and the memory with
 * four bytes for each pixel.
 */
export async function neighbourRadii(
  device: Device,
  { count, height, width, channels, pixels }: Images,
): Promise<Float32Array> {
  const near = Math.min(NEIGHBOUR, count - 1);
  if (near < 1) return new Float32Array(count);
  const values = Float32Array.from(pixels, (value) => value / 255);
  using rows = tensor(device, values, [count, height * width * channels]);
  const { distances } = await kNeighbours("ImageClusterer.fit", rows, near);
  return Float32Array.from({ length: count }, (_, image) => SHARE * distances[image * near + near - 1]!);
}
