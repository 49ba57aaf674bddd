/** Images at the size at which a method looks at them, and what it found at the images' own size. */
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { adaptiveAvgPool2d, upsample2d } from "../../ops/index.js";
import { tensor } from "../../tensor/index.js";
import type { ImageSize, Images } from "../images.js";

/** Maps of numbers, [N, H, W, C]. */
export interface Maps extends Omit<ImageSize, "range"> {
  readonly count: number;
  readonly data: Float32Array<ArrayBuffer>;
}

/** Pixels as numbers from 0 to 1. */
export function mapsOf({ count, height, width, channels, pixels }: Images): Maps {
  const data = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) data[i] = pixels[i]! / 255;
  return { count, height, width, channels, data };
}

/** Maps at another size: means of areas where an axis gets shorter, bilinear interpolation where it gets longer. */
export async function resized(maps: Maps, height: number, width: number, device: Device): Promise<Maps> {
  if (maps.height === height && maps.width === width) return maps;
  const { count, channels } = maps;
  using tape = new Tape(device, { gradient: false });
  using x = tensor(device, maps.data, [count, maps.height, maps.width, channels]);
  const shorter = adaptiveAvgPool2d(tape, x, [Math.min(maps.height, height), Math.min(maps.width, width)]);
  const y = upsample2d(tape, shorter, { size: [height, width], mode: "bilinear" });
  return { count, height, width, channels, data: await y.data() };
}
