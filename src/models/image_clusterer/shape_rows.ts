/** Images as rows that describe shapes, before anything is trained. */
import type { Device } from "../../device/index.js";
import { ShapeError } from "../../errors.js";
import type { Transformer } from "../../estimators/estimator.js";
import { ColourHistogram } from "../../features/colour_histogram.js";
import { FeatureUnion } from "../../features/feature_union.js";
import { Hog } from "../../features/hog.js";
import type { Tensor } from "../../tensor/index.js";
import { type ImageRows, type ImageRowsOptions, imageRows } from "../image_rows.js";
import type { Images } from "../images.js";

/** Fits features of shapes to the images and reduces what it computes; null where the images are too small for it. */
export async function shapeRows(
  images: Images,
  features: Transformer,
  options: ImageRowsOptions,
): Promise<ImageRows | null> {
  try {
    return await imageRows("ImageClusterer.fit", images, features, options);
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}

/** Principal components of the features of one set of images, computed once, when they are asked for first. */
export class ShapeRows {
  readonly device: Device;
  readonly images: Images;
  readonly #signal: AbortSignal | undefined;
  #shapes: Tensor | null | undefined;
  #withColours: Tensor | null | undefined;

  /** @param signal ends the work with its reason. */
  constructor(device: Device, images: Images, signal?: AbortSignal) {
    this.device = device;
    this.images = images;
    this.#signal = signal;
  }

  /** HOG features, [N, D]; null where the images are too small for them. */
  async shapes(): Promise<Tensor | null> {
    this.#shapes ??= await this.#rows(new Hog({ pixelsPerCell: "auto" }));
    return this.#shapes;
  }

  /** HOG features beside histograms of colours, where there are colours. */
  async withColours(): Promise<Tensor | null> {
    if (this.images.channels !== 3) return await this.shapes();
    const parts = { shapes: new Hog({ pixelsPerCell: "auto" }), colours: new ColourHistogram() };
    this.#withColours ??= await this.#rows(new FeatureUnion(parts, { balance: true }));
    return this.#withColours;
  }

  [Symbol.dispose](): void {
    this.#shapes?.release();
    this.#withColours?.release();
  }

  async #rows(features: Transformer): Promise<Tensor | null> {
    const options = { device: this.device, signal: this.#signal };
    return (await shapeRows(this.images, features, options))?.rows ?? null;
  }
}
