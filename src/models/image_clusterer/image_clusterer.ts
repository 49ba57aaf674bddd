/** Sorts images into classes that nobody labelled. */
import * as z from "zod";
import type { Tape } from "../../autograd/index.js";
import { createImageSet } from "../../data/image_set.js";
import type { Device, DeviceChoice } from "../../device/index.js";
import { type LinkedRows, linkedRows, numbersOf, type PairLinks } from "../../estimators/links.js";
import type { FileSource } from "../../io/byte_source.js";
import type { ToOnnxOptions } from "../../onnx/export/export.js";
import { reshape, slice, softmax } from "../../ops/index.js";
import { Adam, oneCycle } from "../../optim/index.js";
import { alone, type Collectives, together } from "../../parallel/index.js";
import type { Tensor } from "../../tensor/index.js";
import { type Callback, Trainer } from "../../train/index.js";
import { ImageBatches, type ViewSource } from "../batches.js";
import { recommendedClusters } from "../choose_image_clusters.js";
import { checkDistinct } from "../distinct.js";
import { argmaxRows, ImageModel, type Matrix } from "../image_model.js";
import type { FitOptions as CommonFitOptions, FitResult, Fitted, Own } from "../image_training.js";
import { checkPixels, fingerprint, type Images } from "../images.js";
import type { ModelFile } from "../model_file.js";
import { prepared, preparedSize } from "../preprocessing.js";
import { loadModel, registerModelKind } from "../registry.js";
import { AUTO, parseOptions } from "../schema.js";
import { chooseViews } from "../views/index.js";
import { centred } from "./centre.js";
import { type ImageClustererConfig, type ImageClustererOptions, parseConfig } from "./config.js";
import { classesAtRest } from "./early_stop.js";
import { ClustererNetwork } from "./network.js";
import { arraysOf, findPriorKnowledge, type PriorKnowledge } from "./prior_knowledge.js";
import { configFor } from "./small_sets.js";
import { learnedEncoder } from "./stem_rnn.js";
import { ClustererTask, type HistoryEntry, type Restart } from "./task.js";

/** What `ImageClusterer.fit` takes besides images. */
export interface FitOptions extends CommonFitOptions {
  /** Every step's losses, one per head, in order; several steps at a time, since reading stalls the device. */
  readonly onLosses?: ((step: number, losses: readonly number[]) => void) | undefined;
  /** Pairs of images, by their numbers, that share a class, or do not; `objective.links` says how much they count. */
  readonly links?: PairLinks | undefined;
}

interface FittedClusterer extends Fitted<ClustererNetwork, ImageClustererConfig> {
  readonly selectedHead: number;
}

const KIND = "image-clusterer";

/**
 * Clusters images with a recurrent network trained on the images alone
 * (information maximisation; see objective.ts), in scikit-learn's manner:
 *
 * ```ts
 * const clusterer = new ImageClusterer({ clusters: 10 });
 * await clusterer.fit(images);
 * const labels = await clusterer.predict(images);
 * await clusterer.save("digits.safetensors");
 * await clusterer.close();
 * ```
 */
export class ImageClusterer extends ImageModel<FittedClusterer> {
  readonly kind = KIND;
  readonly supervised = false;
  readonly #given: ImageClustererOptions;
  #lossHistory: readonly HistoryEntry[] = [];
  #restarts: readonly Restart[] = [];
  #classShares: readonly number[] | null = null;

  /**
   * @param options see ImageClustererConfig; every part has a default.
   * @param device a device, which stays the caller's to close, or which to open. Default "auto".
   * @throws {ArgumentError} when an option is wrong.
   */
  constructor(options: ImageClustererOptions = {}, device: Device | DeviceChoice = "auto") {
    super(parseConfig(options), device);
    this.#given = { ...options };
  }

  /**
   * What `fit` learns with, given these images, or that many. Where the constructor was given no `batch` and no `epochs`,
   * few images get smaller batches and more epochs than the defaults, so that the classes see enough steps. Where it was
   * given no `views`, or "auto", the images decide; of a number alone views stay "auto".
   * @param images as the network reads them: after `preprocess`.
   */
  configFor(images: Images | number): ImageClustererConfig {
    if (typeof images === "number") return configFor(this.#given, images);
    const { views = AUTO } = this.#given;
    const given = views === AUTO ? { ...this.#given, views: chooseViews(images).views } : this.#given;
    return configFor(given, images.count);
  }

  /** Running losses of all heads every few steps of the training. */
  get lossHistory(): readonly HistoryEntry[] {
    return this.#lossHistory;
  }

  /** Heads that were replaced by copies of better ones. */
  get restarts(): readonly Restart[] {
    return this.#restarts;
  }

  /**
   * The shares of the images that `fit` held the classes to: those found, the largest first, or those of `prior`. Null for
   * equal ones, and after `load`.
   */
  get classShares(): readonly number[] | null {
    return this.#classShares;
  }

  /** "0", "1", ...: found classes have no names of their own. */
  get classNames(): readonly string[] {
    return Array.from({ length: this.config.clusters }, (_, cluster) => String(cluster));
  }

  /** The head that predicts: the one with the lowest loss. */
  get selectedHead(): number {
    return this.fitted.selectedHead;
  }

  /**
   * Learns the classes from the beginning. Labels, if the images have any, are not looked at.
   * `configFor` says with which settings; `config` has them afterwards, and the number of classes where it was "auto".
   * Training ends where the classes no longer change (`earlyStop`), with a `history` of fewer epochs than `config` has.
   * It ends early after `signal` or `close`; the model is then the one learned so far. While the number of classes
   * is being chosen there is none, and `fit` rejects.
   * @throws {DataError} when the images cannot be sorted into that many classes, or no number of classes stands out; for links that
   *   contradict each other or name images that are not there.
   * @throws {ArgumentError} when `resume` was written with other settings, or `fit` is under way.
   * @throws {ModelFileError} when a checkpoint cannot be read or written.
   * @throws {TrainingError} when a loss or a parameter is not finite; what was learned before is kept.
   */
  async fit(
    images: Images,
    { onLosses, callbacks = [], links, collectives = alone, ...options }: FitOptions = {},
  ): Promise<FitResult> {
    images = checkPixels(images);
    const linked = linkedRows("ImageClusterer.fit", links, images.count);
    const steps = this.config.preprocess;
    const { seen, config } = await together(collectives, async () => {
      const read = await prepared(images, steps, options.signal);
      const { views, centre } = this.configFor(read);
      const seen = await centred(read, centre);
      const given = await this.#withNumber({ ...this.#given, views }, seen, options.signal);
      const config = configFor(given, images.count);
      checkDistinct(seen, config.clusters);
      return { seen, config };
    });
    const { height, width, channels, range } = images;
    const size = { height, width, channels, ...(range !== undefined && { range }) };
    const report: Callback[] = onLosses
      ? [{ onReport: (step, [losses]) => onLosses(step, [...losses!]) }]
      : [];
    let known: PriorKnowledge | undefined;
    return await this.train({
      options: { ...options, collectives, callbacks: [...callbacks, ...report] },
      config,
      data: () => fingerprint(images, linked ? numbersOf(linked) : undefined),
      prepare: async (signal) => {
        known = await findPriorKnowledge(await this.device(), seen, config, signal);
      },
      network: () => new ClustererNetwork(config, preparedSize(size, steps), { training: true }),
      shared: true,
      seed: config.seed,
      start: (network, own) => {
        const { task, trainer } = trainingOf(network, config, seen, own, known, linked, collectives);
        const fitted = () => ({ config, network, size, selectedHead: task.bestHead });
        const keep = () => {
          this.#lossHistory = task.history;
          this.#restarts = task.restarts;
          this.#classShares = task.known.shares;
        };
        return {
          ...{ trainer, fitted, keep, callbacks: [classesAtRest(task, config)] },
          arrays: () => arraysOf(task.known),
          restore: (arrays) => task.takeArrays(arrays),
        };
      },
    });
  }

  /**
   * The most probable class of each image, [N], from 0 to clusters - 1. The images need not be those of
   * the training.
   * @throws {ArgumentError} before `fit` or `load`.
   * @throws {DataError} when the images are of another size than the model's.
   */
  async predict(images: Images): Promise<Int32Array> {
    return argmaxRows(await this.predictProba(images));
  }

  /**
   * The most probable class of each image by each head, heads times [N]. Heads number classes in their own ways; how
   * far they agree tells how stable the classes are. Errors as `predict`.
   */
  async predictHeads(images: Images): Promise<Int32Array[]> {
    const { network } = this.fitted;
    const { heads, clusters } = this.config;
    const { data } = await this.map(images, heads * clusters, (tape, x) => ({
      values: network.forward(tape, x),
    }));
    return network.classesByHead(data);
  }

  /** Each image's probabilities of the classes, [N, clusters]; each row adds up to 1. Errors as `predict`. */
  async predictProba(images: Images): Promise<Matrix> {
    const { network, selectedHead } = this.fitted;
    const { heads, clusters } = this.config;
    return this.map(images, clusters, (tape, x) => ({
      values: softmax(tape, network.forward(tape, x)),
      pick: (data, row) =>
        data.subarray((row * heads + selectedHead) * clusters, (row * heads + selectedHead + 1) * clusters),
    }));
  }

  /**
   * The features that the classes are read from, [N, features]: normalised final states of the recurrent
   * network, `hidden` for each direction. Errors as `predict`.
   */
  async transform(images: Images): Promise<Matrix> {
    const { encoder } = this.fitted.network;
    return this.map(images, encoder.features, (tape, x) => ({ values: encoder.forward(tape, x) }));
  }

  /**
   * The model as an ONNX file of operator set 17, for other tools. Its input "image" is [batch, channels, height, width], float32,
   * pixels from 0 to 1 after the configuration's `preprocess`; its outputs are "probabilities" [batch, clusters] and
   * "features" [batch, F]. The batch is open.
   * @throws {ArgumentError} when a part of the network has no ONNX form, or the model was not fitted; for another name of an output.
   */
  async toOnnx({ outputs }: ToOnnxOptions = {}): Promise<Uint8Array> {
    const { network, size } = this.fitted;
    const { exportOnnx } = await import("../../onnx/export/export.js");
    return exportOnnx(network, {
      only: outputs,
      size: preparedSize(size, this.config.preprocess),
      outputs: {
        probabilities: (tape, x) => softmax(tape, this.logits(tape, x)),
        features: (tape, x) => network.encoder.forward(tape, x),
      },
    });
  }

  /** Reads a model that `save` wrote, or the model in a checkpoint. @throws {ModelFileError} */
  static async load(from: FileSource, device: Device | DeviceChoice = "auto"): Promise<ImageClusterer> {
    return (await loadModel(from, device, KIND)) as ImageClusterer;
  }

  /** Makes a model of a file's contents. What does not fit is refused before any memory is taken. */
  static async open({ config, size, details, state }: ModelFile, device: Device | DeviceChoice) {
    // Files from before there were presets: their defaults are those of "digits".
    const given = { views: "digits", ...(config as ImageClustererOptions) };
    const clusterer = new ImageClusterer(given, device);
    const { config: checked } = clusterer;
    const { selectedHead } = parseOptions(detailsSchema(checked), details, "model");
    const network = await clusterer.place(
      new ClustererNetwork(checked, preparedSize(size, checked.preprocess)),
      ClustererNetwork.predicting(state),
    );
    clusterer.adopt({ config: checked, network, size, selectedHead });
    return clusterer;
  }

  /** The options, with the number of classes that these images seem to have in place of "auto". */
  async #withNumber(
    given: ImageClustererOptions,
    images: Images,
    signal: AbortSignal | undefined,
  ): Promise<ImageClustererOptions> {
    if (given.clusters !== AUTO) return given;
    const { seed } = this.config;
    const { count, height, width, channels, pixels: bytes } = images;
    const pixels = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    const kinds = { channels: channels as 1 | 3, source: "ImageClusterer.fit" };
    const set = createImageSet({ count, height, width, pixels, ...kinds });
    const device = await this.device();
    const first = await recommendedClusters(set, { device, seed, ...(signal && { signal }) });
    return { ...given, clusters: first.clusters };
  }

  /** Of the head that predicts. */
  protected logits(tape: Tape, x: Tensor): Tensor {
    const { network, selectedHead } = this.fitted;
    const logits = network.forward(tape, x);
    const own = slice(tape, logits, 1, selectedHead, selectedHead + 1);
    return reshape(tape, own, [logits.shape[0]!, this.config.clusters]);
  }

  protected override get prepares(): boolean {
    return this.config.preprocess.length > 0 || this.config.centre !== "none";
  }

  protected override async prepared(images: Images): Promise<Images> {
    return centred(await prepared(images, this.config.preprocess), this.config.centre);
  }

  /** A network without what only training needs. */
  protected override async finished(fitted: FittedClusterer): Promise<FittedClusterer> {
    const { config, network: trained, size } = fitted;
    if (!trained.trains) return fitted;
    const state = ClustererNetwork.predicting(await trained.stateDict());
    const network = await this.place(
      new ClustererNetwork(config, preparedSize(size, config.preprocess)),
      state,
    );
    trained.release();
    return { ...fitted, network };
  }

  protected details({ selectedHead }: FittedClusterer): unknown {
    return { selectedHead };
  }
}

registerModelKind({ kind: KIND, open: ImageClusterer.open, learned: learnedEncoder });

const detailsSchema = ({ heads }: ImageClustererConfig) =>
  z.object({
    selectedHead: z
      .int()
      .min(0)
      .max(heads - 1),
  });

interface Training {
  readonly task: ClustererTask;
  readonly trainer: Trainer;
}

/** The parts of one training on images. */
export function trainingOf(
  network: ClustererNetwork,
  config: ImageClustererConfig,
  images: Images,
  own: Own,
  known?: PriorKnowledge,
  links?: LinkedRows | null,
  ranks?: Collectives,
): Training {
  const batches = new ImageBatches(network.storage.device, images);
  return trainingOn(network, config, batches, own, known, links, ranks);
}

/** The parts of one training on whatever views are drawn of; the task releases `batches`. */
export function trainingOn(
  network: ClustererNetwork,
  config: ImageClustererConfig,
  batches: ViewSource,
  own: Own,
  known?: PriorKnowledge,
  links?: LinkedRows | null,
  ranks: Collectives = alone,
): Training {
  const optimizer = own(new Adam(network, { learningRate: config.learningRate }));
  const task = own(new ClustererTask(network, config, batches, optimizer, known, links, ranks));
  const trainer = new Trainer(task, {
    optimizer,
    epochs: config.epochs,
    batchSize: config.batch,
    seed: config.seed,
    schedule: (steps) => oneCycle(config.learningRate, steps, config.warmup),
    clipNorm: config.clipNorm,
    dropLast: true,
    collectives: ranks,
  });
  return { task, trainer };
}
