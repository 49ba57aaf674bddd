/** Image batches on the device, gathered from bytes that stay there. */
import type { Tape } from "../autograd/index.js";
import type { Device } from "../device/index.js";
import { augmentImages, imagesToFloat } from "../kernels/images.js";
import { empty, type Tensor } from "../tensor/index.js";
import type { Augmentation } from "./augmentation.js";
import type { Images } from "./images.js";

/** Bytes kept on the device at most; larger sets are gathered on the host, batch by batch. */
const RESIDENT_BYTES = 2 ** 31;

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

export class ImageBatches {
  readonly #images: Images;
  readonly #resident: Tensor<"u8"> | null;
  readonly #scale: { readonly mean: number; readonly rstd: number };

  /** @param scale default: pixels 0 to 255 become 0 to 1. */
  constructor(device: Device, images: Images, { mean, std }: PixelScale = { mean: 0, std: 1 }) {
    this.#images = images;
    this.#scale = { mean, rstd: 1 / std };
    const limit = Math.min(RESIDENT_BYTES, device.info.maxBindingBytes);
    this.#resident = images.pixels.byteLength <= limit ? empty(device, [images.pixels.length], "u8") : null;
    this.#resident?.write(images.pixels);
  }

  /** The images at `indices`, which live as long as the tape; sent to the device once for all uses. */
  select(tape: Tape, indices: Uint32Array): Batch {
    const { height, width, channels } = this.#images;
    const count = indices.length;
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

  /** A batch as float32, [count, height, width, channels], on the tape. */
  plain(tape: Tape, { bindings, params }: Batch): Tensor {
    const y = tape.empty([params.count, params.height, params.width, params.channels]);
    tape.record(imagesToFloat, { ...bindings, y }, { ...params, ...this.#scale });
    return y;
  }

  /** The same with each image moved, turned, scaled, sheared and bent at random. */
  augmented(
    tape: Tape,
    { bindings, params }: Batch,
    augmentation: Augmentation,
    random: { seed: number; offset: number },
  ): Tensor {
    const y = tape.empty([params.count, params.height, params.width, params.channels]);
    const { scale, rotation, erase, eraseUntil: _, ...rest } = augmentation;
    tape.record(
      augmentImages,
      { ...bindings, y },
      {
        ...params,
        ...this.#scale,
        ...random,
        ...rest,
        rotation: (rotation * Math.PI) / 180,
        log_scale: scale,
        grid: ELASTIC_GRID,
        erase_rows: Math.round(erase * params.height),
      },
    );
    return y;
  }

  release(): void {
    this.#resident?.release();
  }
}

/** Control points of the elastic field along each side. */
const ELASTIC_GRID = 5;
