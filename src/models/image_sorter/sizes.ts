/** Images on a device, in the sizes that features take. */
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { smallerImages, smallerSize } from "../../features/smaller_images.js";
import type { Tensor } from "../../tensor/index.js";
import type { ImageSize } from "../images.js";
import { examplesOf } from "../pipeline/examples.js";
import { mapBlocks } from "../pipeline/map_blocks.js";

/** The size of images with at most `side` pixels on the shorter side. */
export function smallerThan({ height, width, channels }: ImageSize, side: number): ImageSize {
  const [h, w] = smallerSize(height, width, side);
  return { height: h, width: w, channels };
}

/** Images as features get them. */
export interface ImageView {
  readonly size: ImageSize;
  /** [N, H, W, C], values 0 to 1. */
  readonly images: Tensor;
  /** The side that they were made smaller to; null where they are as they were given. */
  readonly side: number | null;
}

/** The images on the device, once for each size that features ask for. */
export class ImageSizes {
  readonly #images: ImageSet;
  readonly #device: Device;
  readonly #views = new Map<string, ImageView>();

  constructor(images: ImageSet, device: Device) {
    this.#images = images;
    this.#device = device;
  }

  /** With at most `side` pixels on the shorter side. */
  async get(side: number): Promise<ImageView> {
    const size = smallerThan(this.#images, side);
    const key = `${size.height} ${size.width}`;
    const known = this.#views.get(key);
    if (known) return known;
    const { height, width } = this.#images;
    const reduced = size.height < height || size.width < width;
    const examples = await examplesOf("ImageSorter.fit", this.#images, async () => this.#device);
    const images = await mapBlocks(examples, (x) => (reduced ? smallerImages(x, side) : x));
    const view = { size, images, side: reduced ? side : null };
    this.#views.set(key, view);
    return view;
  }

  [Symbol.dispose](): void {
    for (const { images } of this.#views.values()) images.release();
  }
}
