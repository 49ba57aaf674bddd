/** Image batches on the device, gathered from bytes that stay there. */
import type { Tape } from "../autograd/index.js";
import { availableMemory } from "../data/memory.js";
import type { Device } from "../device/index.js";
import { ArgumentError } from "../errors.js";
import { augmentImages, fills, imagesToFloat } from "../kernels/images.js";
import { checkNumber } from "../ops/check.js";
import { empty, type Tensor } from "../tensor/index.js";
import { type AugmentationOptions, augmentation as schema } from "./augmentation.js";
import { checkPixels, type Images } from "./images.js";
import { parseOptions } from "./schema.js";

/** Bytes kept on the device at most; larger sets are gathered on the host, batch by batch. */
const RESIDENT_BYTES = 2 ** 31;
/** A device in the host's memory takes no more than half of what is free there, or this much. */
const SMALL_BYTES = 2 ** 28;

/** What pixels from 0 to 1 become: (pixel - mean) / std. */
export interface PixelScale {
  readonly mean: number;
  /** Above 0. */
  readonly std: number;
}

/** Images chosen by index: what the kernels that read them take. */
export interface Batch {
  readonly bindings: { readonly pixels: Tensor<"u8">; readonly index: Tensor<"u32"> };
  readonly params: {
    readonly images: number;
    readonly height: number;
    readonly width: number;
    readonly channels: number;
    readonly count: number;
  };
}

/** The same seed, offset and place in the batch draw the same changes. */
export interface ViewRandom {
  readonly seed: number;
  /** Of a view: give each step's one of its own. */
  readonly offset: number;
  /** The place of the first example in the whole batch; default 0. */
  readonly first?: number;
}

/** What a training draws views of: images, or maps of features. `B` are examples that were chosen. */
export interface ViewSource<B = unknown> {
  /** How many examples there are. */
  readonly count: number;
  /** The examples at `indices`, which live as long as the tape. */
  select(tape: Tape, indices: Uint32Array): B;
  /** The examples as they are, [B, H, W, C]. */
  plain(tape: Tape, batch: B): Tensor;
  /** The same, changed at random; H and W may be others. */
  augmented(tape: Tape, batch: B, changes: AugmentationOptions, random: ViewRandom): Tensor;
  /** Gives memory back. */
  release(): void;
}

/**
 * A set of images as float32 batches: gathered by index, scaled, and augmented at random on the device.
 *
 * ```ts
 * const batches = new ImageBatches(device, images, { mean: 0.5, std: 0.25 });
 * const batch = batches.select(tape, Uint32Array.of(4, 1, 1));
 * const x = batches.plain(tape, batch);
 * const y = batches.augmented(tape, batch, { rotation: 10 }, { seed: 0, offset: step });
 * batches.release();
 * ```
 */
export class ImageBatches implements ViewSource<Batch> {
  readonly #images: Images;
  readonly #resident: Tensor<"u8"> | null;
  readonly #scale: { readonly mean: number; readonly rstd: number };

  /**
   * @param images sent to the device once, where one binding holds them; else batch by batch.
   * @param scale default: pixels 0 to 255 become 0 to 1.
   * @throws {DataError} when the number or the type of the pixels is wrong.
   * @throws {ArgumentError} when the mean is not finite, or the deviation not above 0.
   */
  constructor(device: Device, images: Images, { mean, std }: PixelScale = { mean: 0, std: 1 }) {
    images = checkPixels(images);
    checkNumber("ImageBatches", "mean", mean);
    checkNumber("ImageBatches", "std", std, { low: Number.MIN_VALUE });
    this.#images = images;
    this.#scale = { mean, rstd: 1 / std };
    const { isGpu, maxBindingBytes } = device.info;
    const room = isGpu ? RESIDENT_BYTES : Math.max(SMALL_BYTES, availableMemory() / 2);
    const limit = Math.min(RESIDENT_BYTES, maxBindingBytes, room);
    this.#resident = images.pixels.byteLength <= limit ? empty(device, [images.pixels.length], "u8") : null;
    this.#resident?.write(images.pixels);
  }

  get count(): number {
    return this.#images.count;
  }

  /**
   * The images at `indices`, which live as long as the tape; sent to the device once for all uses.
   * @throws {ArgumentError} when there is no index, or one is not below the number of images.
   */
  select(tape: Tape, indices: Uint32Array): Batch {
    const { height, width, channels } = this.#images;
    const count = indices.length;
    const wrong = indices.findIndex((index) => !(index < this.#images.count));
    if (count === 0 || wrong >= 0) {
      const given = count === 0 ? "no index" : `index ${indices[wrong]} at ${wrong}`;
      throw new ArgumentError(
        `ImageBatches: ${given}, of ${this.#images.count} images: give indices from 0 to ${this.#images.count - 1}`,
      );
    }
    const size = { height, width, channels, count };
    if (this.#resident) {
      const index = tape.constant(indices, [count], "u32");
      return { bindings: { pixels: this.#resident, index }, params: { ...size, images: this.#images.count } };
    }
    const bytes = height * width * channels;
    const part = new Uint8Array(count * bytes);
    indices.forEach((from, to) => {
      part.set(this.#images.pixels.subarray(from * bytes, (from + 1) * bytes), to * bytes);
    });
    const index = tape.constant(
      Uint32Array.from({ length: count }, (_, i) => i),
      [count],
      "u32",
    );
    const pixels = tape.constant(part, [part.length], "u8");
    return { bindings: { pixels, index }, params: { ...size, images: count } };
  }

  /** A batch as float32, [count, height, width, channels], on the tape; without a derivative. */
  plain(tape: Tape, { bindings, params }: Batch): Tensor {
    const y = tape.empty([params.count, params.height, params.width, params.channels]);
    tape.record(imagesToFloat, { ...bindings, y }, { ...params, ...this.#scale });
    return y;
  }

  /**
   * The same with each image moved, turned, scaled, sheared, bent, cropped, lit and coloured at random.
   * @param options what is left out has the default of `Augmentation`; 0 for a change switches it off.
   * @throws {ArgumentError} when an option is wrong.
   */
  augmented(
    tape: Tape,
    { bindings, params }: Batch,
    options: AugmentationOptions,
    { seed, offset, first = 0 }: ViewRandom,
  ): Tensor {
    const y = tape.empty([params.count, params.height, params.width, params.channels]);
    const {
      scale,
      rotation,
      fill,
      erase,
      eraseUntil: _,
      ...rest
    } = parseOptions(schema, options, "augmentation");
    tape.record(
      augmentImages,
      { ...bindings, y },
      {
        ...params,
        ...this.#scale,
        ...{ seed, offset, first },
        ...rest,
        rotation: (rotation * Math.PI) / 180,
        log_scale: scale,
        grid: ELASTIC_GRID,
        fill: fills.indexOf(fill),
        erase_rows: Math.round(erase * params.height),
      },
    );
    return y;
  }

  /** Returns the memory of the images. */
  release(): void {
    this.#resident?.release();
  }
}

/** Control points of the elastic field along each side. */
const ELASTIC_GRID = 5;
