/** Segments each image by itself: its pixels are clustered by colour and position. */
import { KMeans } from "../../../clustering/index.js";
import { tensor } from "../../../tensor/index.js";
import type { Images } from "../../images.js";
import { fields, number, whole } from "../../schema.js";
import {
  type MethodOptions,
  type MethodRun,
  type RegionFinder,
  registerSegmentationMethod,
} from "../method.js";

const settings = fields({
  /** Weight of a pixel's position beside its colour. */
  position: number(0, 100).default(0.5),
  /** Starts of k-means. */
  starts: whole(1, 100).default(3),
});

/** First version: k-means of pixels; the region with the smaller share of the border is the foreground. */
class Clustering implements RegionFinder {
  readonly size = { height: 128, width: 128, channels: 3 };
  readonly #options: MethodOptions<{ position: number; starts: number }>;

  constructor(options: MethodOptions<{ position: number; starts: number }>) {
    this.#options = options;
  }

  async probabilities(images: Images, { device, signal }: MethodRun): Promise<Float32Array> {
    const { count, height, width, channels, pixels } = images;
    const { regions, seed, settings } = this.#options;
    const size = height * width;
    const found = new Float32Array(count * regions * size);
    for (let n = 0; n < count; n++) {
      signal?.throwIfAborted();
      const rows = new Float32Array(size * (channels + 2));
      for (let i = 0; i < size; i++) {
        for (let c = 0; c < channels; c++) {
          rows[i * (channels + 2) + c] = pixels[(n * size + i) * channels + c]! / 255;
        }
        rows[i * (channels + 2) + channels] = (settings.position * Math.floor(i / width)) / height;
        rows[i * (channels + 2) + channels + 1] = (settings.position * (i % width)) / width;
      }
      using x = tensor(device, rows, [size, channels + 2]);
      const clusters = Math.min(regions, size);
      const labels = Int32Array.from(
        await new KMeans({ clusters, nInit: settings.starts, seed }).fitPredict(x),
      );
      const border = new Float64Array(regions);
      const total = new Float64Array(regions);
      for (let i = 0; i < size; i++) {
        const [y, x] = [Math.floor(i / width), i % width];
        total[labels[i]!]! += 1;
        if (y === 0 || x === 0 || y === height - 1 || x === width - 1) border[labels[i]!]! += 1;
      }
      const flip = regions === 2 && border[0]! < border[1]!;
      for (let i = 0; i < size; i++) {
        found[(n * regions + (flip ? 1 - labels[i]! : labels[i]!)) * size + i] = 1;
      }
    }
    return found;
  }
}

registerSegmentationMethod({
  name: "clustering",
  about: "clusters the pixels of each image by colour and position: quick, for objects of another colour",
  learns: false,
  maxRegions: 255,
  settings,
  create: (options) => new Clustering(options),
});
