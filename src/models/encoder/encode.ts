/** Features of any number of images: scaled as the encoder expects, by blocks, from a cache where they are known. */
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { ArgumentError } from "../../errors.js";
import { imagesToFloat } from "../../ops/index.js";
import { tensor } from "../../tensor/index.js";
import type { Matrix } from "../image_model.js";
import { checkPixels, type Images } from "../images.js";
import { checkedSteps, prepared } from "../preprocessing.js";
import type { FeatureCache } from "./cache.js";
import type { FeatureSource } from "./parts.js";
import { stepsTo } from "./preprocessing.js";

/** How far `encode` is. */
export interface EncodeProgress {
  /** Images that are done. */
  readonly done: number;
  readonly all: number;
  /** Images whose features were in the cache. */
  readonly cached: number;
  /** Images that the network read in a second, of late. */
  readonly rate: number;
}

/** What `encode` takes besides images. */
export interface EncodeOptions {
  /** Where features are looked up and kept; default nowhere. */
  readonly cache?: FeatureCache | null | undefined;
  /** Ends the work between two blocks, with the signal's reason. What was computed is in the cache. */
  readonly signal?: AbortSignal | undefined;
  /** Called before the first block of images and after each. */
  readonly onProgress?: ((progress: EncodeProgress) => void) | undefined;
}

/** Images between two looks at the signal: a few passes of the network. */
const BLOCK = 32;

/** See `ImageEncoder.encode`. */
export async function encodeImages(
  encoder: FeatureSource,
  images: Images,
  device: Device,
  { cache = null, signal, onProgress }: EncodeOptions,
): Promise<Matrix> {
  images = checkPixels(images);
  const { count, channels } = images;
  const { imageSize, features, preprocessing } = encoder;
  if (channels !== imageSize.channels && channels !== 1) {
    throw new ArgumentError(
      `the encoder reads images of ${imageSize.channels} channels, these have ${channels}: load them with ${imageSize.channels}`,
    );
  }
  const steps = checkedSteps(stepsTo(preprocessing, images).steps);
  const data = new Float32Array(count * features);
  const open = cache
    ? await cache.fill(encoder, images, data, signal)
    : Uint32Array.from({ length: count }, (_, i) => i);
  const cached = count - open.length;
  onProgress?.({ done: cached, all: count, cached, rate: 0 });
  const bytes = images.pixels.length / Math.max(1, count);
  for (let first = 0; first < open.length; first += BLOCK) {
    signal?.throwIfAborted();
    const start = performance.now();
    const chosen = open.subarray(first, first + BLOCK);
    const pixels = new Uint8Array(chosen.length * bytes);
    for (const [i, image] of chosen.entries()) {
      pixels.set(images.pixels.subarray(image * bytes, (image + 1) * bytes), i * bytes);
    }
    const rows = await block(
      encoder,
      await prepared({ ...images, count: chosen.length, pixels }, steps, signal),
      device,
    );
    const kept = cache ? await cache.keep(chosen, rows) : rows;
    for (const [i, image] of chosen.entries()) {
      data.set(kept.subarray(i * features, (i + 1) * features), image * features);
    }
    const rate = (1000 * chosen.length) / (performance.now() - start);
    onProgress?.({ done: cached + first + chosen.length, all: count, cached, rate });
  }
  return { rows: count, columns: features, data };
}

async function block(encoder: FeatureSource, images: Images, device: Device): Promise<Float32Array> {
  const { count, height, width, channels, pixels } = images;
  using tape = new Tape(device, { gradient: false });
  using raw = tensor(device, pixels as Uint8Array<ArrayBuffer>, [count, height, width, channels]);
  return await encoder.rows(imagesToFloat(tape, raw));
}
