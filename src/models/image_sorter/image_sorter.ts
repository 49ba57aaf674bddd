/** Sorts images as somebody who knows all methods would: first in seconds, then by a network where that is worth it. */
import type { ImageSet } from "../../data/image_set.js";
import type { Device, DeviceChoice } from "../../device/index.js";
import { ArgumentError } from "../../errors.js";
import { alone, type Collectives, gatherJson, together } from "../../parallel/index.js";
import type { StepConfig, StepOptions } from "../../preprocess/index.js";
import type { TrainingProgress } from "../../train/index.js";
import { checkDistinct } from "../distinct.js";
import type { ImageClustererConfig } from "../image_clusterer/config.js";
import { ImageClusterer } from "../image_clusterer/index.js";
import { argmaxRows } from "../image_model.js";
import { checkPixels } from "../images.js";
import { readCheckpoint } from "../model_file.js";
import { OwnDevice } from "../own_device.js";
import { DEFAULT_CLUSTERS } from "../pipeline/by_name.js";
import type { Pipeline } from "../pipeline/pipeline.js";
import { checkedSteps, preparedSet } from "../preprocessing.js";
import { type NetworkPlan, planNetwork } from "./plan.js";
import { type QuickClusters, quickClusters } from "./quick.js";
import type { Tried } from "./way.js";

export interface ImageSorterOptions {
  /** K, from 2 to 10,000. Default 10. */
  readonly clusters?: number;
  /** Any unsigned 32-bit integer. Default 0. */
  readonly seed?: number;
  /**
   * Minutes that `fit` may take, above 0. By default up to 2,000 images take about a minute, and more images as long as
   * the network needs, but about ten minutes at most. With minutes the number of epochs depends on the machine.
   */
  readonly minutes?: number;
  /** What is done to images first, in `fit` and by the model that was kept, as `preprocess` takes it. Default nothing. */
  readonly preprocess?: string | readonly StepOptions[];
}

export interface SorterFitOptions {
  /** Ends the work with the signal's reason. While the network trains it ends that, and the first result stays. */
  readonly signal?: AbortSignal | undefined;
  /** Where the network's training is kept after each epoch, and when `signal` ends it. */
  readonly checkpoint?: string | undefined;
  /** A checkpoint to go on from, of the same images and options. */
  readonly resume?: string | undefined;
  /**
   * Processes that share the training of the network, each with the same images and options; all end with the same result.
   * Default: this process alone.
   */
  readonly collectives?: Collectives | undefined;
  /** Called before each of the features is computed, with its name. */
  readonly onFeatures?: ((name: string) => void) | undefined;
  /** Called with the first result. Its model is closed when `fit` keeps another one. */
  readonly onFirst?: ((first: SortedImages) => void | Promise<void>) | undefined;
  /** Called before the network is trained or left out. */
  readonly onPlan?: ((plan: NetworkPlan) => void | Promise<void>) | undefined;
  /** Called every few steps, and at the end of an epoch. */
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
}

/** The network beside the first result. */
export interface NetworkTrial {
  readonly plan: NetworkPlan;
  /** False where no network was planned, or `signal` ended the training: it does not count then. */
  readonly finished: boolean;
  /** As `Tried.score`; null where it was not finished. */
  readonly score: number | null;
  /** Epochs that were trained: fewer than planned where the classes no longer changed. 0 where it was not finished. */
  readonly epochs: number;
}

export interface SortedImages {
  /** What was kept, and sorts further images. */
  readonly model: Pipeline | ImageClusterer;
  readonly kept: "features" | "network";
  /** The class of each image, 0 to K - 1. */
  readonly clusters: Int32Array;
  /** The share or probability of that class. */
  readonly confidence: Float32Array;
  /** The features and the method of the first result. */
  readonly first: Tried;
  /** All features and methods that were tried, best first. */
  readonly tried: readonly Tried[];
  /** Null in the first result. */
  readonly network: NetworkTrial | null;
  /** Since the beginning of `fit`. */
  readonly seconds: number;
}

/**
 * By so much the network has to score more than the first result, which is the score's noise. Of many images it learns
 * what neighbours in plain features do not show, and may score less: true classes score 0.02 less than the first
 * result on 10,000 images of MNIST and 0.18 less on 10,000 of Fashion-MNIST, where the network scores 0.13 less and is right
 * for 0.72 of the images, the first result for 0.61. A training that failed scores less still.
 */
const MARGIN = { few: 0.01, many: -0.15 };
const MANY_IMAGES = 5000;

/**
 * Sorts images into K classes: tries features that need no training, then trains an `ImageClusterer` where there are
 * enough images and enough time, and keeps the clustering that most features agree with (see `Jury`). Labels are not
 * looked at.
 *
 * ```ts
 * const sorter = new ImageSorter({ clusters: 10 });
 * const { clusters, kept } = await sorter.fit(images);
 * await sorter.model.save("model.safetensors");
 * await sorter.close();
 * ```
 */
export class ImageSorter {
  readonly #options: Required<Omit<ImageSorterOptions, "minutes" | "preprocess">> &
    Pick<ImageSorterOptions, "minutes"> & { readonly preprocess: readonly StepConfig[] };
  readonly #device: OwnDevice;
  #sorted: SortedImages | null = null;

  /**
   * @param device a device, which stays the caller's to close, or which to open. Default "auto".
   * @throws {ArgumentError} if an option is out of its range.
   */
  constructor(options: ImageSorterOptions = {}, device: Device | DeviceChoice = "auto") {
    const { clusters = DEFAULT_CLUSTERS, seed = 0, minutes } = options;
    if (!(Number.isInteger(clusters) && clusters >= 2 && clusters <= 10_000)) {
      throw new ArgumentError(`ImageSorter: clusters is ${clusters}: give a whole number from 2 to 10000`);
    }
    if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
      throw new ArgumentError(`ImageSorter: seed is ${seed}: give an unsigned 32-bit integer`);
    }
    if (minutes !== undefined && !(minutes > 0 && Number.isFinite(minutes))) {
      throw new ArgumentError(`ImageSorter: minutes is ${minutes}: give a number above 0`);
    }
    const preprocess = checkedSteps(options.preprocess ?? []);
    this.#options = { clusters, seed, preprocess, ...(minutes !== undefined && { minutes }) };
    this.#device = new OwnDevice(device);
  }

  /** The model that was kept: it predicts, and is saved. @throws {ArgumentError} before `fit`. */
  get model(): Pipeline | ImageClusterer {
    if (this.#sorted) return this.#sorted.model;
    throw new ArgumentError("this ImageSorter has sorted nothing yet: call fit()");
  }

  /**
   * Sorts the images.
   * @throws {DataError} if fewer images differ than there are classes.
   * @throws {ArgumentError} when `resume` was written with other options.
   * @throws {ModelFileError} when a checkpoint cannot be read or written.
   */
  async fit(images: ImageSet, fitOptions: SorterFitOptions = {}): Promise<SortedImages> {
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    const { clusters, seed, minutes, preprocess } = this.#options;
    const { signal, onFeatures, onFirst, onPlan, collectives: ranks = alone } = fitOptions;
    const { device, quick, first, asked, measured } = await together(ranks, async () => {
      checkPixels(images);
      checkDistinct(images, clusters);
      const device = await this.#device.get();
      const quick = await quickClusters(images, { clusters, seed, preprocess, device, signal, onFeatures });
      const first = { ...firstResult(quick), seconds: elapsed() };
      await this.#keep(first);
      await onFirst?.(first);
      signal?.throwIfAborted();
      const seen = await preparedSet(images, preprocess, signal);
      const asked = { clusters, seed, views: quick.views.views, preprocess: [...preprocess] };
      const config = await resumed(fitOptions, new ImageClusterer(asked, device).configFor(images.count));
      const budget = minutes === undefined ? null : 60 * minutes - elapsed();
      // What was begun goes on with the epochs that it was given then, however long they take.
      const seconds = fitOptions.resume === undefined ? budget : Number.POSITIVE_INFINITY;
      return { device, quick, first, asked, measured: await planNetwork(seen, { config, device, seconds }) };
    });
    // Time is measured, and each process has its own.
    const [planned] = await gatherJson(ranks, measured);
    const plan = { ...planned!, views: quick.views };
    await together(ranks, () => onPlan?.(plan));
    if (plan.epochs === 0)
      return await this.#keep({ ...first, network: { plan, finished: false, score: null, epochs: 0 } });
    const { epochs, batch } = plan;
    const network = await trained(
      new ImageClusterer({ ...asked, epochs, batch }, device),
      images,
      fitOptions,
    );
    if (!network)
      return await this.#keep({ ...first, network: { plan, finished: false, score: null, epochs: 0 } });
    const score = quick.jury.score(Int32Array.from(quick.sample, (image) => network.clusters[image]!));
    const trial = { plan, finished: true, score, epochs: network.model.history.length };
    const margin = images.count >= MANY_IMAGES ? MARGIN.many : MARGIN.few;
    if (score <= first.first.score + margin) {
      await network.model.close();
      return await this.#keep({ ...first, network: trial, seconds: elapsed() });
    }
    return await this.#keep({ ...first, ...network, kept: "network", network: trial, seconds: elapsed() });
  }

  /** Frees the model, and closes the device unless it was given. Closing twice is harmless. */
  async close(): Promise<void> {
    await this.#sorted?.model.close();
    this.#sorted = null;
    await this.#device.close();
  }

  async #keep(sorted: SortedImages): Promise<SortedImages> {
    const before = this.#sorted;
    this.#sorted = sorted;
    if (before && before.model !== sorted.model) await before.model.close();
    return sorted;
  }
}

function firstResult({
  model,
  clusters,
  confidence,
  chosen,
  tried,
}: QuickClusters): Omit<SortedImages, "seconds"> {
  return { model, kept: "features", clusters, confidence, first: chosen, tried, network: null };
}

/** The settings of the training that a checkpoint goes on with, which a budget may have made shorter. */
async function resumed(
  { resume }: SorterFitOptions,
  config: ImageClustererConfig,
): Promise<ImageClustererConfig> {
  if (resume === undefined) return config;
  const { epochs, batch } = (await readCheckpoint(resume)).model.config as ImageClustererConfig;
  return { ...config, epochs, batch };
}

/** Trains, and sorts the images; null where `signal` ended the training. */
async function trained(
  model: ImageClusterer,
  images: ImageSet,
  { signal, checkpoint, resume, collectives, onProgress }: SorterFitOptions,
): Promise<(Pick<SortedImages, "clusters" | "confidence"> & { model: ImageClusterer }) | null> {
  try {
    const { finished } = await model.fit(images, { signal, checkpoint, resume, collectives, onProgress });
    if (finished) {
      const { columns, rows, data } = await model.predictProba(images);
      const clusters = argmaxRows({ rows, columns, data });
      const confidence = Float32Array.from(clusters, (label, row) => data[row * columns + label]!);
      return { model, clusters, confidence };
    }
  } catch (error) {
    await model.close();
    throw error;
  }
  await model.close();
  return null;
}
