/** A linear network of pixels, whose attacks and certificates have closed forms. */
import type { Device } from "../../src/device/index.js";
import type { PixelNetwork } from "../../src/models/pixel_network.js";
import { add, linear, reshape } from "../../src/ops/index.js";
import { Random } from "../../src/random/philox.js";

export interface LinearModel {
  readonly network: PixelNetwork;
  /** [classes, size] */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  /** Logits in float64 of pixels from 0 to 1. */
  logits(pixels: ArrayLike<number>): number[];
}

export function linearModel(
  device: Device,
  size: number,
  classes: number,
  { seed = 1, scale = { mean: 0, std: 1 }, spread = 1 } = {},
): LinearModel {
  const random = new Random(seed);
  const weight = Float32Array.from({ length: classes * size }, () => spread * random.normal());
  const bias = Float32Array.from({ length: classes }, () => 0.1 * random.normal());
  const network: PixelNetwork = {
    device,
    scale,
    prepares: false,
    prepared: async (images) => images,
    logits(tape, x) {
      const rows = reshape(tape, x, [x.shape[0]!, size]);
      const product = linear(tape, rows, tape.constant(weight, [classes, size]));
      return add(tape, product, tape.constant(bias, [classes]));
    },
  };
  const logits = (pixels: ArrayLike<number>) =>
    Array.from(bias, (value, k) => {
      let sum: number = value;
      for (let i = 0; i < size; i++) sum += weight[k * size + i]! * ((pixels[i]! - scale.mean) / scale.std);
      return sum;
    });
  return { network, weight, bias, logits };
}

/** Random images, away from black and white. */
export function randomImages(count: number, side: number, seed = 2) {
  const random = new Random(seed);
  const pixels = Uint8Array.from({ length: count * side * side }, () => 60 + random.integer(136));
  return { count, height: side, width: side, channels: 1, pixels };
}

export const largest = (values: readonly number[]) => values.indexOf(Math.max(...values));
