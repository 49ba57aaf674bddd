/** Sorts images into classes that labelled images taught. */
import * as z from "zod";
import type { Tape } from "../../autograd/index.js";
import type { Device, DeviceChoice } from "../../device/index.js";
import { ArgumentError } from "../../errors.js";
import type { FileSource } from "../../io/byte_source.js";
import { type ClassificationReport, classificationReport } from "../../metrics/classification_report.js";
import type { ToOnnxOptions } from "../../onnx/export/export.js";
import { softmax } from "../../ops/index.js";
import { WeightAverage } from "../../optim/index.js";
import { agree, alone, together } from "../../parallel/index.js";
import type { Tensor } from "../../tensor/index.js";
import { Trainer } from "../../train/index.js";
import type { PixelScale } from "../batches.js";
import { digestOfState } from "../checkpoints.js";
import { argmaxRows, ImageModel, type Matrix } from "../image_model.js";
import type { FitOptions as CommonFitOptions, FitResult, Fitted } from "../image_training.js";
import { checkPixels, fingerprint, type Images } from "../images.js";
import {
  freezeFirst,
  headAndRest,
  layersBefore,
  loadLearned,
  type Pretrained,
  readPretrained,
} from "../learned.js";
import type { ModelFile } from "../model_file.js";
import { optimizers, schedules } from "../optimizers.js";
import { prepared, preparedSize } from "../preprocessing.js";
import { type LearnedNetwork, loadModel, registerModelKind } from "../registry.js";
import { parseOptions } from "../schema.js";
import type { Network } from "../zoo/network.js";
import { buildNetwork, networks } from "../zoo/registry.js";
import { type ImageClassifierConfig, type ImageClassifierOptions, parseClassifierConfig } from "./config.js";
import { lessonsOf } from "./examples.js";
import { checkCount, placesOf } from "./labels.js";
import { ClassifierTask } from "./task.js";

/** What `ImageClassifier.fit` takes besides images and labels. */
export interface ClassifierFitOptions extends CommonFitOptions {
  /** Images with labels to judge by after each epoch, instead of a share of the training images. */
  readonly validation?: { readonly images: Images; readonly labels: ArrayLike<number> } | undefined;
  /** A name for each label, kept in the model file. */
  readonly labelNames?: readonly string[] | null | undefined;
}

/** What `fit` resolves with. */
export interface ClassifierFitResult extends FitResult {
  /** Numbers of the images that were judged and not trained on, ascending; null without `validationSplit`. */
  readonly validation: Uint32Array | null;
}

/** What `evaluate` finds. */
export interface Evaluation {
  /** Mean cross entropy. */
  readonly loss: number;
  readonly accuracy: number;
  /** Precision, recall and F1 of each class, and their means. */
  readonly report: ClassificationReport;
  /** The label given to each image. */
  readonly predicted: Int32Array;
}

interface FittedClassifier extends Fitted<Network, ImageClassifierConfig> {
  /** The label of each class. */
  readonly labels: readonly number[];
  readonly labelNames: readonly string[] | null;
  readonly scale: PixelScale;
}

const KIND = "image-classifier";
/** Keeps log() of a probability of 0 finite. */
const TINY = 1e-45;

/**
 * Learns classes from labelled images with a named network, in scikit-learn's manner:
 *
 * ```ts
 * const classifier = new ImageClassifier({ network: "rowLstm", epochs: 5 });
 * await classifier.fit(train, train.labels);
 * const { accuracy } = await classifier.evaluate(test, test.labels);
 * await classifier.save("digits.safetensors");
 * await classifier.close();
 * ```
 */
export class ImageClassifier extends ImageModel<FittedClassifier> {
  readonly kind = KIND;
  readonly supervised = true;
  /** What `fit` begins with; null for random numbers. */
  #learned: Pretrained | null = null;

  /**
   * @param options see ImageClassifierConfig; every part has a default.
   * @param device a device, which stays the caller's to close, or which to open. Default "auto".
   * @throws {ArgumentError} when an option is wrong.
   */
  constructor(options: ImageClassifierOptions = {}, device: Device | DeviceChoice = "auto") {
    super(parseClassifierConfig(options), device);
  }

  /**
   * A classifier whose `fit` begins with the network of another model's file, and learns a head of its own:
   *
   * ```ts
   * const classifier = await ImageClassifier.fromPretrained("digits.safetensors", { freeze: "all", epochs: 5 });
   * await classifier.fit(clothes, clothes.labels);
   * ```
   *
   * The file is a model of skein (`ImageClassifier`, `ImageClusterer`), which decides network, preprocessing and
   * normalization, or a state dict of PyTorch, of the network that the options name.
   *
   * @param from the file, or what `readPretrained` read of it.
   * @param options as the constructor's; what the file decides need not be given.
   * @throws {ModelFileError} when the file is damaged, or a model without a network.
   * @throws {ArgumentError} when an option is wrong, or the file holds another network than the one that is named.
   */
  static async fromPretrained(
    from: string | Pretrained,
    options: ImageClassifierOptions = {},
    device: Device | DeviceChoice = "auto",
  ): Promise<ImageClassifier> {
    const { network, networkOptions: given } = options;
    const learned =
      typeof from === "string" ? await readPretrained(from, { network, networkOptions: given }) : from;
    if (network !== undefined && network !== learned.network) {
      throw new ArgumentError(
        `${learned.path} holds ${learned.network}, not ${network}: leave the network out`,
      );
    }
    const { networkOptions, preprocess, normalization } = learned;
    const decided = { network: learned.network, networkOptions };
    const classifier = new ImageClassifier({ preprocess, normalization, ...options, ...decided }, device);
    classifier.#learned = learned;
    return classifier;
  }

  /** The label of each class: column c of `predictProba` is that of `labels[c]`. */
  get labels(): readonly number[] {
    return this.fitted.labels;
  }

  /** The name of each class, or its label where labels have no names. */
  get classNames(): readonly string[] {
    const { labels, labelNames } = this.fitted;
    return labels.map((label) => labelNames?.[label] ?? String(label));
  }

  /** `labelNames[label]`, where `fit` was given them. */
  get labelNames(): readonly string[] | null {
    return this.fitted.labelNames;
  }

  /**
   * Learns from the beginning. After `signal` or `close` the model is the one learned so far.
   * @param labels a whole number from 0 up for each image; not all numbers need occur.
   * @throws {DataError} when labels do not fit the images, there is one class only, or a class has a single image.
   * @throws {ArgumentError} when the network is unknown or its options are wrong, or `fit` is under way.
   * @throws {ModelFileError} when a checkpoint cannot be read or written.
   * @throws {TrainingError} when a loss or a parameter is not finite; what was learned before is kept.
   */
  async fit(
    images: Images,
    labels: ArrayLike<number>,
    { validation, labelNames = null, collectives = alone, ...options }: ClassifierFitOptions = {},
  ): Promise<ClassifierFitResult> {
    const { config } = this;
    if (networks().find(({ name }) => name === config.network)?.task === "reconstruction") {
      throw new ArgumentError(
        `fit: ${config.network} has no classes: choose another network, or train it with Model`,
      );
    }
    images = checkPixels(images);
    const { signal } = options;
    const { classes, train, judged, held, scale } = await together(collectives, () =>
      lessonsOf({ images, labels, labelNames, validation, signal }, config),
    );
    if (collectives.size > 1) {
      await agree(collectives, {
        "network to begin with": this.#learned ? await digestOfState(this.#learned.state) : "none",
        "validation images": validation ? await fingerprint(validation.images, validation.labels) : "none",
        "names of labels": labelNames ? JSON.stringify(labelNames) : "none",
      });
    }
    const { height, width, channels, range } = images;
    const size = { height, width, channels, ...(range !== undefined && { range }) };
    const result = await this.train({
      options: { ...options, collectives },
      config,
      shared: true,
      data: () => fingerprint(images, labels),
      network: () =>
        buildNetwork(
          config.network,
          preparedSize(size, config.preprocess),
          classes.labels.length,
          config.networkOptions,
        ),
      seed: config.seed,
      begin: (network) => {
        if (this.#learned) loadLearned(network, preparedSize(size, config.preprocess), this.#learned);
      },
      start: (network, own) => {
        const { trainFrom, trunkLearningRate: trunk } = config;
        freezeFirst(network, trainFrom === undefined ? config.freeze : layersBefore(network, trainFrom));
        const { learningRate, weightDecay, epochs, batch, seed, clipNorm } = config;
        const trained = trunk === undefined ? network : headAndRest(network, trunk);
        const optimizer = own(optimizers[config.optimizer](trained, { learningRate, weightDecay }));
        const weights =
          config.classWeights === "balanced"
            ? Float32Array.from(classes.counts, (count) => images.count / (classes.counts.length * count))
            : null;
        const task = own(new ClassifierTask(network, config, train, judged, scale, weights, collectives));
        const schedule = schedules[config.schedule](learningRate);
        const weightAverage =
          config.weightAverage === null
            ? null
            : own(new WeightAverage(network, { decay: config.weightAverage }));
        const trainer = new Trainer(task, {
          ...{ optimizer, epochs, batchSize: batch, seed, schedule, clipNorm, weightAverage, collectives },
        });
        return {
          trainer,
          fitted: () => ({ config, network, size, labels: classes.labels, labelNames, scale }),
        };
      },
    });
    return { ...result, validation: held };
  }

  /**
   * The most probable label of each image, [N].
   * @throws {ArgumentError} before `fit` or `load`.
   * @throws {DataError} when the images are of another size than the model's.
   */
  async predict(images: Images): Promise<Int32Array> {
    const { labels } = this.fitted;
    return argmaxRows(await this.predictProba(images)).map((place) => labels[place]!);
  }

  /** Each image's probabilities of the classes, [N, classes] in the order of `labels`. Errors as `predict`. */
  async predictProba(images: Images): Promise<Matrix> {
    const { network, labels } = this.fitted;
    return this.map(images, labels.length, (tape, x) => ({
      values: softmax(tape, network.forward(tape, x)),
    }));
  }

  /**
   * The model as an ONNX file of operator set 17, for other tools. Its input "image" is [batch, channels, height, width], float32,
   * pixels from 0 to 1 after the configuration's `preprocess`; its outputs are "probabilities" [batch, classes] and
   * "features" [batch, F]. The batch is open.
   * @throws {ArgumentError} when a part of the network has no ONNX form, or the model was not fitted; for another name of an output.
   */
  async toOnnx({ outputs }: ToOnnxOptions = {}): Promise<Uint8Array> {
    const { network, size, scale, config } = this.fitted;
    const { exportOnnx } = await import("../../onnx/export/export.js");
    return exportOnnx(network, {
      only: outputs,
      size: preparedSize(size, config.preprocess),
      normalization: scale,
      outputs: {
        probabilities: (tape, x) => softmax(tape, network.forward(tape, x)),
        features: (tape, x) => network.features(tape, x),
      },
    });
  }

  /** The features that the last layer reads, [N, F]. Errors as `predict`. */
  async transform(images: Images): Promise<Matrix> {
    const { network } = this.fitted;
    return this.map(images, network.featureCount, (tape, x) => ({ values: network.features(tape, x) }));
  }

  /**
   * Compares predictions with known labels.
   * @throws {DataError} when a label is none of the model's, or their number is not that of the images.
   */
  async evaluate(images: Images, labels: ArrayLike<number>): Promise<Evaluation> {
    const places = placesOf(checkCount(labels, images), this.labels);
    const probabilities = await this.predictProba(images);
    const predicted = argmaxRows(probabilities).map((place) => this.labels[place]!);
    const { columns, data } = probabilities;
    let loss = 0;
    places.forEach((place, row) => {
      loss -= Math.log(Math.max(TINY, data[row * columns + place]!)) / places.length;
    });
    const report = classificationReport(labels, predicted);
    return { loss, accuracy: report.accuracy, report, predicted };
  }

  /** Reads a model that `save` wrote, or the model in a checkpoint. @throws {ModelFileError} */
  static async load(from: FileSource, device: Device | DeviceChoice = "auto"): Promise<ImageClassifier> {
    return (await loadModel(from, device, KIND)) as ImageClassifier;
  }

  /** Makes a model of a file's contents. What does not fit is refused before any memory is taken. */
  static async open({ config, size, details, state }: ModelFile, device: Device | DeviceChoice) {
    const classifier = new ImageClassifier(config as ImageClassifierOptions, device);
    const { labels, labelNames, scale } = parseOptions(detailsSchema, details, "model");
    const { config: checked } = classifier;
    const { network: name, networkOptions } = checked;
    const read = preparedSize(size, checked.preprocess);
    const network = await classifier.place(buildNetwork(name, read, labels.length, networkOptions), state);
    classifier.adopt({ config: checked, network, size, labels, labelNames, scale });
    return classifier;
  }

  protected logits(tape: Tape, x: Tensor): Tensor {
    return this.fitted.network.forward(tape, x);
  }

  protected override get prepares(): boolean {
    return this.config.preprocess.length > 0;
  }

  protected override prepared(images: Images): Promise<Images> {
    return prepared(images, this.config.preprocess);
  }

  protected override get pixelScale(): PixelScale {
    return this.fitted.scale;
  }

  protected details({ labels, labelNames, scale }: FittedClassifier): unknown {
    return { labels, labelNames, scale };
  }
}

registerModelKind({ kind: KIND, open: ImageClassifier.open, learned: learnedOf });

/** What a classifier's file holds for another one to begin with. */
function learnedOf({ config, size, details, state }: ModelFile): LearnedNetwork {
  const { network, networkOptions, preprocess } = parseClassifierConfig(config);
  const { scale } = parseOptions(detailsSchema, details, "model");
  return { network, networkOptions, state, layout: "skein", preprocess, normalization: scale, size };
}

const detailsSchema = z.object({
  labels: z.array(z.int().min(0)).min(2),
  labelNames: z.array(z.string()).nullable(),
  scale: z.object({ mean: z.number(), std: z.number().positive() }),
});
