/** Sizes and files of a run's images, those of arrays among them. */
import { type ImageDecoder, openDecoder } from "../../data/decode.js";
import { encodePngOf } from "../../data/encode_png.js";
import { DataError } from "../../errors.js";
import { openPacked, type PackedImages } from "../run/packed_images.js";
import type { ReviewRun } from "../run/review_run.js";

interface RunImage {
  /** Relative to the source. */
  readonly name: string;
  /** Its path; null where it is no file of its own. */
  readonly file: string | null;
}

/** What is opened is opened when it is asked for. */
export class RunPictures {
  readonly #source: string;
  #decoder: Promise<ImageDecoder> | null = null;
  #packed: Promise<PackedImages> | null = null;

  constructor(run: ReviewRun) {
    this.#source = run.classes.source;
  }

  /** Pixels of an image, upright. @throws {DataError} where it cannot be read any more. */
  async size({ file, name }: RunImage): Promise<{ readonly width: number; readonly height: number }> {
    if (file === null) {
      const { width, height } = (await this.#open()).images;
      return { width, height };
    }
    this.#decoder ??= openDecoder({ maxPixels: Number.POSITIVE_INFINITY });
    const decoder = await this.#decoder;
    return await decoder.extent(file).catch((cause) => {
      throw new DataError(`${name} cannot be read any more: put it back, or ignore it`, { cause });
    });
  }

  /** An image without a file, as a PNG. @throws {DataError} where its source lacks it now. */
  async png({ name }: RunImage): Promise<Uint8Array> {
    const { images, places } = await this.#open();
    const place = places.get(name);
    if (place === undefined) throw new DataError(`${this.#source} has no image ${name} any more`);
    return await encodePngOf(images, place);
  }

  #open(): Promise<PackedImages> {
    this.#packed ??= openPacked(this.#source);
    return this.#packed;
  }
}
