/** Sizes and files of a run's images, those of arrays among them. */
import { type ImageDecoder, openDecoder } from "../../data/decode.js";
import { encodePngOf } from "../../data/encode_png.js";
import { imageNames } from "../../data/image_names.js";
import { concat, type ImageSet } from "../../data/image_set.js";
import { openImages } from "../../data/source.js";
import { DataError } from "../../errors.js";
import type { ReviewRun } from "../run/review_run.js";
import type { ExportImage } from "./export_set.js";

interface Packed {
  readonly images: ImageSet;
  readonly places: ReadonlyMap<string, number>;
}

/** What is opened is opened when it is asked for. */
export class RunPictures {
  readonly #source: string;
  #decoder: Promise<ImageDecoder> | null = null;
  #packed: Promise<Packed> | null = null;

  constructor(run: ReviewRun) {
    this.#source = run.classes.source;
  }

  /** Pixels of an image, upright. @throws {DataError} where it cannot be read any more. */
  async size({ file, name }: ExportImage): Promise<{ readonly width: number; readonly height: number }> {
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
  async png({ name }: ExportImage): Promise<Uint8Array> {
    const { images, places } = await this.#open();
    const place = places.get(name);
    if (place === undefined) throw new DataError(`${this.#source} has no image ${name} any more`);
    return await encodePngOf(images, place);
  }

  #open(): Promise<Packed> {
    this.#packed ??= openImages(this.#source).then((opened) => ({
      images: opened.test ? concat([opened.train, opened.test]) : opened.train,
      places: new Map(imageNames(opened).map((name, place) => [name, place])),
    }));
    return this.#packed;
  }
}
