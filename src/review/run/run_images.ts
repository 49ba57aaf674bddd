/** Pixels of a run's images, some at a time. */
import { createImageSet, type ImageSet, subset } from "../../data/image_set.js";
import { imageBatches } from "../../data/stream.js";
import type { ImageSize } from "../../models/index.js";
import { openPacked } from "./packed_images.js";
import type { ReviewRun } from "./review_run.js";

/** Images that could be read, in the order asked for. */
export interface ReadRunImages {
  readonly images: ImageSet;
  /** The number of each in the run. */
  readonly numbers: readonly number[];
}

/** All images of a source without files. */
interface Packed {
  readonly all: ImageSet;
  /** Where each of the run's stands there; -1 for one that is gone. */
  readonly places: Int32Array;
}

/** Reads a run's images in one size. */
export class RunImages {
  readonly #files: readonly string[] | null;
  readonly #size: ImageSize;
  readonly #packed: Packed | null;

  private constructor(files: readonly string[] | null, size: ImageSize, packed: Packed | null) {
    this.#files = files;
    this.#size = size;
    this.#packed = packed;
  }

  /**
   * @param size what is read; images without files have to be of it already.
   * @throws {DataError} where the source is gone and its images are no files.
   */
  static async open(run: ReviewRun, size: ImageSize, signal?: AbortSignal): Promise<RunImages> {
    const { files } = run;
    if (files) return new RunImages(files, size, null);
    const { height, width, channels, range = "full" } = size;
    const reading = { height, width, channels: channels as 1 | 3, range, ...(signal && { signal }) };
    const { images, places } = await openPacked(run.classes.source, reading);
    const own = Int32Array.from(run.images, ({ path }) => places.get(path) ?? -1);
    return new RunImages(null, size, { all: images, places: own });
  }

  /** Those of these images that can be read. @throws the reason of `signal`. */
  async read(numbers: readonly number[], signal?: AbortSignal): Promise<ReadRunImages> {
    if (this.#packed) {
      const { all, places } = this.#packed;
      const found = numbers.filter((image) => places[image]! >= 0);
      return {
        images: subset(
          all,
          found.map((image) => places[image]!),
        ),
        numbers: found,
      };
    }
    const { height, width, channels, range = "full" } = this.#size;
    const size = { height, width, channels: channels as 1 | 3 };
    const paths = numbers.map((image) => this.#files![image]!);
    const placesOf = new Map<string, number[]>();
    paths.forEach((path, i) => {
      placesOf.set(path, [...(placesOf.get(path) ?? []), numbers[i]!]);
    });
    const found: number[] = [];
    const parts: Uint8Array[] = [];
    for await (const batch of imageBatches(paths, { ...size, range, ...(signal && { signal }) })) {
      parts.push(batch.pixels.subarray(0, batch.count * height * width * channels));
      for (const name of batch.names) found.push(placesOf.get(name)!.shift()!);
    }
    const pixels = Buffer.concat(parts);
    return {
      images: createImageSet({
        count: found.length,
        ...size,
        pixels: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length),
        source: "",
      }),
      numbers: found,
    };
  }
}
