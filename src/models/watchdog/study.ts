/** What the checks share: a sample of the images, its classes, statistics and features, each made when asked for. */
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
import type { Neighbours } from "../../clustering/neighbours/neighbours.js";
import type { Device } from "../../device/index.js";
import { DataError, ShapeError } from "../../errors.js";
import { imageFeatures } from "../../estimators/registry.js";
import "../../features/index.js";
import { tensor } from "../../tensor/index.js";
import { imageRows } from "../image_rows.js";
import type { Images } from "../images.js";
import { imageStatistics, type Statistic } from "./statistics.js";
import { type Support, supportOf } from "./support.js";

/** A clustering to look at. Classes are 0 to clusters - 1; -1 is none. */
export interface Watched {
  /** The sample. */
  readonly images: Images;
  readonly assignments: Int32Array;
  /** The classes that other heads, seeds or methods gave the same images. */
  readonly others: readonly Int32Array[];
  readonly clusters: number;
  /** All images, those of no class among them. */
  readonly count: number;
  /** Of them, those of each class. */
  readonly sizes: readonly number[];
  /** What people know class k by. */
  idOf(k: number): number;
}

/** Neighbours that vote for a class. */
const NEIGHBOURS = 10;
/** Fewer images tell nothing by their neighbours. */
const FEWEST = 40;
/** Features of the images alone: whatever a clustering may rightly follow shows in one of them. */
const FEATURES = ["hog", "lbp", "moments", "pixels"] as const;

type FeatureSupport = Support & { readonly feature: string };

export class WatchStudy {
  readonly watched: Watched;
  readonly #device: Device;
  readonly #signal: AbortSignal | null;
  #statistics: Statistic[] | null = null;
  #supports: Promise<readonly FeatureSupport[]> | null = null;
  readonly #neighbours = new Map<string, Promise<Neighbours | null>>();

  constructor(watched: Watched, device: Device, signal: AbortSignal | null) {
    this.watched = watched;
    this.#device = device;
    this.#signal = signal;
  }

  /** Brightness, size of the object and the like. */
  get statistics(): readonly Statistic[] {
    this.#statistics ??= imageStatistics(this.watched.images);
    return this.#statistics;
  }

  /** How well the neighbours by a statistic tell the class. */
  async supportOfStatistic({ values, columns }: Statistic): Promise<Support | null> {
    return this.#support(await this.#nearest(values, columns));
  }

  /** How well the neighbours by each feature tell the class, best first. */
  supports(): Promise<readonly FeatureSupport[]> {
    this.#supports ??= this.#supportsOfAll();
    return this.#supports;
  }

  async #supportsOfAll(): Promise<readonly FeatureSupport[]> {
    const found = [];
    for (const feature of FEATURES) {
      const support = this.#support(await this.neighbours(feature));
      if (support) found.push({ feature, ...support });
    }
    return found.sort((a, b) => b.kappa - a.kappa);
  }

  /** The nearest images by a feature; null where the images are too small for it, or too few. */
  neighbours(feature: string): Promise<Neighbours | null> {
    let found = this.#neighbours.get(feature);
    if (!found) {
      found = this.#describe(feature);
      this.#neighbours.set(feature, found);
    }
    return found;
  }

  async #describe(feature: string): Promise<Neighbours | null> {
    const { images } = this.watched;
    if (images.count < FEWEST) return null;
    const features = imageFeatures.get(feature).create({ seed: 0 });
    const options = { device: this.#device, signal: this.#signal };
    try {
      using x = (await imageRows("watchClustering", images, features, options)).rows;
      return await kNeighbours("watchClustering", x, Math.min(NEIGHBOURS, images.count - 1));
    } catch (error) {
      // Features have least sizes of images, which tiny ones do not reach.
      if (error instanceof ShapeError || error instanceof DataError) return null;
      throw error;
    }
  }

  async #nearest(values: Float32Array<ArrayBuffer>, columns: number): Promise<Neighbours | null> {
    const rows = this.watched.images.count;
    if (rows < FEWEST) return null;
    using x = tensor(this.#device, values, [rows, columns]);
    return await kNeighbours("watchClustering", x, NEIGHBOURS);
  }

  #support(neighbours: Neighbours | null): Support | null {
    return neighbours && supportOf(this.watched.assignments, this.watched.clusters, neighbours);
  }
}
