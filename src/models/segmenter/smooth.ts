/** Gaussian means of maps. */
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { gaussianFilter, separableFilter } from "../../kernels/separable_filter.js";
import { tensor } from "../../tensor/index.js";

/** Deviations that a filter reaches to. */
const REACH = 3;

/**
 * The Gaussian mean around each pixel of maps [M, H, W]; pixels outside of the image do not count.
 * @param sigma in pixels.
 */
export async function smooth(
  maps: Float32Array,
  height: number,
  width: number,
  sigma: number,
  device: Device,
): Promise<Float32Array<ArrayBuffer>> {
  const size = height * width;
  const count = maps.length / size;
  // The last map is the weight of the pixels within the image.
  const data = new Float32Array(maps.length + size).fill(1);
  data.set(maps);
  const taps = 2 * Math.ceil(REACH * sigma) + 1;
  using tape = new Tape(device, { gradient: false });
  using x = tensor(device, data, [count + 1, height, width]);
  using weights = tensor(device, gaussianFilter(taps, sigma), [taps]);
  const y = tape.empty([count + 1, height, width]);
  tape.record(separableFilter, { x, weights, y }, { maps: count + 1, height, width, taps });
  const sums = await y.data();
  const weight = sums.subarray(count * size);
  return Float32Array.from(maps, (_, i) => sums[i]! / weight[i % size]!);
}
