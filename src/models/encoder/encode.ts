/** Features of any number of images: scaled as the encoder expects, by blocks, from a cache where they are known. */
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { ArgumentError } from "../../errors.js";
import { imagesToFloat } from "../../ops/index.js";
import { tensor } from "../../tensor/index.js";
import type { Matrix } from "../image_model.js";
import { checkPixels, type Images } from "../images.js";
import { checkedSteps, prepared } from "../preprocessing.js";
import { type FeatureCache, pixelKeys } from "./cache.js";
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
export const BLOCK = 32;

/** See `ImageEncoder.encode`. */
export async function encodeImages(
  encoder: FeatureSource,
  images: Images,
  device: Device,
  { cache = null, signal, onProgress }: EncodeOptions,
): Promise<Matrix> {
  images = checkPixels(images);
  const { count, channels } = images;
  const { features } = encoder;
  checkChannels(encoder, channels);
  const data = new Float32Array(count * features);
  const all = Uint32Array.from({ length: count }, (_, i) => i);
  const keys = (await cache?.start(encoder)) ? await pixelKeys(images, signal) : [];
  const open = keys.length > 0 ? await cache!.fill(keys, data, signal) : all;
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
    const rows = await blockRows(encoder, { ...images, count: chosen.length, pixels }, device, signal);
    const kept =
      keys.length > 0
        ? await cache!.keep(
            Array.from(chosen, (image) => keys[image]!),
            rows,
          )
        : rows;
    for (const [i, image] of chosen.entries()) {
      data.set(kept.subarray(i * features, (i + 1) * features), image * features);
    }
    const rate = (1000 * chosen.length) / (performance.now() - start);
    onProgress?.({ done: cached + first + chosen.length, all: count, cached, rate });
  }
  return { rows: count, columns: features, data };
}

/** @throws {ArgumentError} where an encoder does not read images of so many channels. */
export function checkChannels({ imageSize }: FeatureSource, channels: number): void {
  if (channels === imageSize.channels || channels === 1) return;
  throw new ArgumentError(
    `the encoder reads images of ${imageSize.channels} channels, these have ${channels}: load them with ${imageSize.channels}`,
  );
}

/** The features [N, F] of a few images, scaled as the encoder expects. */
export async function blockRows(
  encoder: FeatureSource,
  images: Images,
  device: Device,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const steps = checkedSteps(stepsTo(encoder.preprocessing, images).steps);
  const { count, height, width, channels, pixels } = await prepared(images, steps, signal);
  using tape = new Tape(device, { gradient: false });
  using raw = tensor(device, pixels as Uint8Array<ArrayBuffer>, [count, height, width, channels]);
  return await encoder.rows(imagesToFloat(tape, raw));
}
