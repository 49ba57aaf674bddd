/** Segments each image by itself: its superpixels are clustered by colour, contrast and position. */
import type * as z from "zod";
import { GaussianMixture, KMeans } from "../../../clustering/index.js";
import type { Device } from "../../../device/index.js";
import { tensor } from "../../../tensor/index.js";
import { distinctRows } from "../../distinct.js";
import { type Images, imagesAt } from "../../images.js";
import { choice, fields, number, whole } from "../../schema.js";
import { labMaps } from "../colours.js";
import { pixelFeatures, SPREAD, standardized } from "../features.js";
import { foregroundIs } from "../foreground.js";
import {
  type MethodOptions,
  type MethodRun,
  type RegionFinder,
  registerSegmentationMethod,
} from "../method.js";
import { slic } from "../slic.js";
import { smooth } from "../smooth.js";
import { mapsOf, resized } from "../working_size.js";

const settings = fields({
  /** Side in pixels at which images are looked at. */
  size: whole(8, 1024).default(128),
  /** Superpixels of an image, about (SLIC). */
  superpixels: whole(2, 100_000).default(300),
  /** Weight of shape beside colour in superpixels, in units of L*a*b*. */
  compactness: number(0, 1000).default(10),
  /** How far apart two sides of an image are, in standard deviations of a colour over the image. */
  position: number(0, 100).default(1),
  /** What clusters the superpixels. */
  clusterer: choice(["kmeans", "mixture"]).default("kmeans"),
  /** Starts, of which the best is kept. */
  starts: whole(1, 100).default(3),
  /** Deviation in pixels of the Gaussian that smooths the regions' outlines; 0 for none. */
  smoothing: number(0, 100).default(1),
});

/** Settings of the method "clustering", every default filled in. */
export type ClusteringSettings = z.output<typeof settings>;

/** Images whose features are computed together. */
const BATCH = 16;

class Clustering implements RegionFinder {
  readonly size;
  readonly #options: MethodOptions<ClusteringSettings>;

  constructor(options: MethodOptions<ClusteringSettings>) {
    this.#options = options;
    this.size = { height: options.settings.size, width: options.settings.size, channels: 3 };
  }

  async probabilities(images: Images, { device, signal }: MethodRun): Promise<Float32Array<ArrayBuffer>> {
    const { count, height, width } = images;
    const { regions, settings } = this.#options;
    const found = new Float32Array(count * regions * height * width);
    for (let begin = 0; begin < count; begin += BATCH) {
      const rows = Array.from({ length: Math.min(BATCH, count - begin) }, (_, i) => begin + i);
      const side = settings.size;
      const maps = await resized(mapsOf(imagesAt(images, rows)), side, side, device, signal);
      const [lab, features] = [labMaps(maps), standardized(await pixelFeatures(maps, device), side * side)];
      const parts = (data: Float32Array, i: number) => {
        const length = data.length / rows.length;
        return data.subarray(i * length, (i + 1) * length);
      };
      for (const [i, n] of rows.entries()) {
        signal?.throwIfAborted();
        const shares = await this.#regions(parts(lab, i), parts(features.data, i), device);
        const own = { count: regions, height: side, width: side, channels: 1, data: shares };
        const { data } = await resized(own, height, width, device, signal);
        found.set(data, n * data.length);
      }
    }
    return found;
  }

  /** The share of each region at each pixel, [K, S, S], of one image. */
  async #regions(
    lab: Float32Array,
    features: Float32Array,
    device: Device,
  ): Promise<Float32Array<ArrayBuffer>> {
    const { regions, settings } = this.#options;
    const { size: side, superpixels, compactness } = settings;
    const percent = lab.map((value) => value * 100);
    const { count, labels } = slic(percent, side, side, { superpixels, compactness });
    const { rows, sizes, columns } = this.#rows(features, labels, count);
    const clusters = await this.#cluster(rows, sizes, columns, device);
    const shares = new Float32Array(regions * side * side);
    for (let i = 0; i < labels.length; i++) shares[clusters[labels[i]!]! * side * side + i] = 1;
    const soft =
      settings.smoothing > 0 ? await smooth(shares, side, side, settings.smoothing, device) : shares;
    if (regions !== 2) return soft;
    const [first, second] = [soft.subarray(0, side * side), soft.subarray(side * side)];
    const isSecond = Float32Array.from(second, (share, i) => Number(share > first[i]!));
    return foregroundIs(isSecond, side, side) === 1 ? soft : Float32Array.from([...second, ...first]);
  }

  /** Mean features and position of each superpixel, [N, D], and its number of pixels. */
  #rows(features: Float32Array, labels: Int32Array, count: number) {
    const { size: side, position } = this.#options.settings;
    const channels = features.length / labels.length;
    const columns = channels + 2;
    const rows = new Float32Array(count * columns);
    const sizes = new Float64Array(count);
    const step = (position * SPREAD) / side;
    for (let i = 0; i < labels.length; i++) {
      const at = labels[i]! * columns;
      sizes[labels[i]!]! += 1;
      for (let c = 0; c < channels; c++) rows[at + c]! += features[c * labels.length + i]!;
      rows[at + channels]! += step * Math.floor(i / side);
      rows[at + channels + 1]! += step * (i % side);
    }
    for (let i = 0; i < rows.length; i++) rows[i]! /= sizes[Math.floor(i / columns)]!;
    return { rows, sizes, columns };
  }

  /** The cluster of each superpixel. */
  async #cluster(
    rows: Float32Array<ArrayBuffer>,
    sizes: Float64Array,
    columns: number,
    device: Device,
  ): Promise<Int32Array> {
    const { regions, seed, settings } = this.#options;
    const clusters = Math.min(regions, distinctRows(rows, sizes.length, regions));
    if (clusters < 2) return new Int32Array(sizes.length);
    using x = tensor(device, rows, [sizes.length, columns]);
    const { starts: nInit, clusterer } = settings;
    if (clusterer === "kmeans") {
      const kmeans = new KMeans({ clusters, nInit, seed });
      await kmeans.fit(x, { sampleWeight: sizes });
      return Int32Array.from(await kmeans.predict(x));
    }
    const mixture = new GaussianMixture({ components: clusters, covarianceType: "full", nInit, seed });
    return Int32Array.from(await mixture.fitPredict(x));
  }
}

registerSegmentationMethod({
  name: "clustering",
  about:
    "clusters the superpixels of each image by colour, contrast and position: quick, for any number of regions",
  learns: false,
  maxRegions: 255,
  settings,
  create: (options) => new Clustering(options),
});
