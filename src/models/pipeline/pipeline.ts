/** Features, reductions and a clusterer as one model, in scikit-learn's manner. */
// Files name estimators by their kinds, which the estimators' own modules register.
import "../../clustering/index.js";
import "../../features/index.js";
import type { Device, DeviceChoice } from "../../device/index.js";
import { ArgumentError, DataError } from "../../errors.js";
import type { PairLinks } from "../../estimators/links.js";
import { host } from "../../host/host.js";
import type { StepConfig, StepOptions } from "../../preprocess/index.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import type { Matrix } from "../image_model.js";
import { checkPixels, type ImageSize } from "../images.js";
import { type ModelFile, modelFileBytes, writeModelFile } from "../model_file.js";
import { OwnDevice } from "../own_device.js";
import { checkedSteps, prepared } from "../preprocessing.js";
import { loadModel, registerModelKind } from "../registry.js";
import { type Answers, answersOf, countClusters, predicts } from "./answers.js";
import { type Examples, examplesOf, type PipelineInput } from "./examples.js";
import { collect, hostRows, transformed, withFeatures } from "./features.js";
import { describePipeline, type FittedPipeline, KIND, restorePipeline } from "./pipeline_file.js";
import { checkSteps, type PipelineStep, type Steps } from "./steps.js";

/** What `Pipeline.fit` takes besides images. */
export interface PipelineFitOptions {
  /** Ends `fit` between two steps, or within a clusterer that looks at it, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each step learns, with its name. */
  readonly onStep?: ((name: string) => void) | undefined;
  /** Pairs of examples that share a cluster, or must not; clusterers that do not declare `honoursLinks` ignore them. */
  readonly links?: PairLinks | undefined;
}

export interface PipelineOptions {
  /** A device, which stays the caller's to close, or which to open. Default "auto". Tensors are computed with on their own device. */
  readonly device?: Device | DeviceChoice;
  /** What is done to images first, in `fit` and afterwards, as `preprocess` takes it. Default nothing. */
  readonly preprocess?: string | readonly StepOptions[];
}

/** Numbers of the images that the first step learns from, at most: 256 MB. */
const LEARN_VALUES = 2 ** 26;

/**
 * Transformers one after the other, then at most one clusterer, as one model and one file:
 *
 * ```ts
 * const pipeline = new Pipeline([
 *   ["hog", new Hog()],
 *   ["scale", new StandardScaler()],
 *   ["cluster", new KMeans({ clusters: 10 })],
 * ]);
 * const labels = await pipeline.fitPredict(images);
 * const others = await pipeline.predict(newImages);
 * await pipeline.save("digits.safetensors");
 * await pipeline.close();
 * ```
 *
 * Images cross to the device a block at a time; the features [N, F] of all of them are held there and on the host.
 * The first step learns from all images, or from as many at even distances as have 2^26 values.
 *
 * New images get the answer of the clusterer's `predict`. Where it has none (`Agglomerative`, `Hdbscan`, ...) the five
 * nearest of the rows that it learned from vote, noise included; of equal numbers of votes the lowest cluster wins.
 */
export class Pipeline {
  readonly kind = KIND;
  /** The classes are found ones. */
  readonly supervised = false;
  readonly #steps: Steps;
  readonly #device: OwnDevice;
  readonly #preprocess: readonly StepConfig[];
  #fitted: FittedPipeline | null = null;
  #answers: Answers | null = null;

  /**
   * @param steps names and estimators, which `fit` fits.
   * @throws {ArgumentError} for no steps, two of one name, a clusterer that is not the last, or wrong preprocessing.
   */
  constructor(steps: readonly PipelineStep[], { device = "auto", preprocess = [] }: PipelineOptions = {}) {
    this.#steps = checkSteps(steps);
    this.#preprocess = checkedSteps(preprocess);
    this.#device = new OwnDevice(device);
  }

  /** The steps, in order. */
  get steps(): readonly PipelineStep[] {
    return this.#steps.all;
  }

  /** The preprocessing; names, kinds and options of the steps. @throws {ArgumentError} before `fit` or `load`. */
  get config() {
    this.#learned();
    const steps = this.steps.map(([name, estimator]) => {
      return { name, kind: estimator.kind, options: estimator.state().options };
    });
    return { preprocess: this.#preprocess, steps };
  }

  /**
   * "0", "1", ..., then "unsorted" where the clusterer found noise: the columns of `predictProba`.
   * @throws {ArgumentError} before `fit` or `load`, or without a clusterer.
   */
  get classNames(): readonly string[] {
    const { clusters, noise } = this.#answering("classNames");
    const names = Array.from({ length: clusters }, (_, cluster) => String(cluster));
    return noise ? [...names, UNSORTED] : names;
  }

  /** What the pipeline takes. @throws {ArgumentError} before `fit` or `load`, or when `fit` got rows. */
  get imageSize(): ImageSize {
    const { size } = this.#learned();
    if (size) return size;
    throw new ArgumentError(
      "Pipeline: it was fitted with rows of numbers, not with images: give it a tensor",
    );
  }

  /** Seconds spent in `fit`. */
  get trainingSeconds(): number {
    return this.#learned().seconds;
  }

  /**
   * The cluster of each example that `fit` got; -1 for noise.
   * @throws {ArgumentError} before `fit` or `load`, or without a clusterer.
   */
  get labels(): Int32Array {
    this.#answering("labels");
    return this.#learned().labels!;
  }

  /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
  device(): Promise<Device> {
    return this.#device.get();
  }

  /**
   * Fits each step with what the steps before it make of the examples.
   * @param input images, or a tensor of float32: images [N, H, W, C] with values 0 to 1, or rows [N, D].
   * @throws {DataError} for no images, and what the steps throw.
   * @throws {ShapeError} for a tensor of another shape or type.
   */
  async fit(input: PipelineInput, { signal, onStep, links }: PipelineFitOptions = {}): Promise<this> {
    const start = performance.now();
    const examples = await this.#read("Pipeline.fit", input, signal);
    this.#fitted = null;
    this.#answers = null;
    const { transformers } = this.#steps;
    const learn = async (from: number, x: Tensor): Promise<Learned> => {
      signal?.throwIfAborted();
      const [step] = transformers.slice(from);
      if (!step) return await this.#fitClusterer(x, { signal, onStep, links });
      onStep?.(step.name);
      await step.transformer.fit(x);
      using y = await transformed(step, x);
      return await learn(from + 1, y);
    };
    let learned: Learned;
    const [first] = transformers;
    if (examples.shape.length === 1) {
      learned = await examples.sample(Number.POSITIVE_INFINITY, (x) => learn(0, x));
    } else {
      if (first) {
        onStep?.(first.name);
        await examples.sample(LEARN_VALUES, (x) => first.transformer.fit(x));
      }
      const features = await collect(
        examples,
        (x) => withFeatures(first ? [first] : [], x, hostRows),
        signal,
      );
      using x = tensor(examples.device, features.data, [features.rows, features.columns]);
      learned = await learn(1, x);
    }
    const range = "pixels" in input ? input.range : undefined;
    const [height = 1, width = 1, channels = 1] =
      "pixels" in input ? [input.height, input.width, input.channels] : examples.shape;
    const seconds = (performance.now() - start) / 1000;
    this.#adopt({
      ...learned,
      shape: examples.shape,
      size:
        examples.shape.length === 1
          ? null
          : { height, width, channels, ...(range !== undefined && { range }) },
      seconds,
      preprocess: this.#preprocess,
    });
    return this;
  }

  /** `fit`, then the labels. */
  async fitPredict(input: PipelineInput, options: PipelineFitOptions = {}): Promise<Int32Array> {
    return (await this.fit(input, options)).labels;
  }

  /**
   * The cluster of each example, [N]; -1 for noise.
   * @throws {ArgumentError} before `fit` or `load`, or without a clusterer.
   * @throws {DataError} when the examples are of another size than those that `fit` got.
   */
  async predict(input: PipelineInput): Promise<Int32Array> {
    const answers = this.#answering("predict");
    const examples = await this.#examples("Pipeline.predict", input);
    const labels = new Int32Array(examples.count);
    for await (const { first, x } of examples.blocks()) {
      await withFeatures(this.#steps.transformers, x, async (rows) => {
        labels.set(await answers.predict(rows), first);
      });
    }
    return labels;
  }

  /**
   * The share of each class in each example, [N, classes], in the order of `classNames`; each row adds up to 1. The
   * clusterer's own probabilities where it has some; else, for centres at the distances d, memberships in proportion
   * to d^-2 (fuzzy c-means with m = 2, Bezdek 1981); else the share of the votes. Errors as `predict`.
   */
  async predictProba(input: PipelineInput): Promise<Matrix> {
    const answers = this.#answering("predictProba");
    const examples = await this.#examples("Pipeline.predictProba", input);
    return await collect(examples, (x) =>
      withFeatures(this.#steps.transformers, x, async (rows) => {
        const shares = await answers.shares(rows);
        return { rows: rows.shape[0]!, columns: shares.length / rows.shape[0]!, data: shares };
      }),
    );
  }

  /**
   * What the transformers make of the examples, [N, F]: the rows that the clusterer gets.
   * @throws {ArgumentError} before `fit` or `load`.
   * @throws {DataError} when the examples are of another size than those that `fit` got.
   */
  async transform(input: PipelineInput): Promise<Matrix> {
    const examples = await this.#examples("Pipeline.transform", input);
    return await collect(examples, (x) => withFeatures(this.#steps.transformers, x, hostRows));
  }

  /**
   * Writes the pipeline as one file of safetensors; an older file of that name survives a failure.
   * @throws {ArgumentError} before `fit` or `load`.
   * @throws {ModelFileError} when the file system refuses.
   */
  async save(path: string): Promise<void> {
    const file = host().inFolderOf(path, () => describePipeline(this.steps, this.#learned()));
    await writeModelFile(path, file);
  }

  /** The bytes of the file that `save` writes, never sealed: `sealBytes` seals them. @throws {ArgumentError} before `fit` or `load`. */
  async toBytes(): Promise<Uint8Array<ArrayBuffer>> {
    return modelFileBytes(describePipeline(this.steps, this.#learned()));
  }

  /**
   * Closes the device unless it was given, frees what steps hold there, and forgets what was learned. Closing twice is
   * harmless.
   */
  async close(): Promise<void> {
    for (const { transformer } of this.#steps.transformers) transformer.release?.();
    this.#fitted = null;
    this.#answers = null;
    await this.#device.close();
  }

  /** Reads a pipeline that `save` wrote. @throws {ModelFileError} */
  static async load(path: string, device: Device | DeviceChoice = "auto"): Promise<Pipeline> {
    return (await loadModel(path, device, KIND)) as Pipeline;
  }

  /** Makes a pipeline of a file's contents. @throws {SkeinError} when a part is not what a pipeline keeps. */
  static async open(file: ModelFile, device: Device | DeviceChoice): Promise<Pipeline> {
    const { steps, fitted } = restorePipeline(file);
    const pipeline = new Pipeline(steps, { device, preprocess: fitted.preprocess });
    if (pipeline.#steps.clusterer && !fitted.labels) {
      throw new DataError("a pipeline with a clusterer has labels, this one none: save it again");
    }
    pipeline.#adopt(fitted);
    return pipeline;
  }

  async #fitClusterer(x: Tensor, { signal, onStep, links }: PipelineFitOptions): Promise<Learned> {
    const { clusterer, all } = this.#steps;
    if (!clusterer) return { labels: null, clusters: 0, rows: null };
    onStep?.(all.at(-1)![0]);
    const labels = Int32Array.from(await clusterer.fitPredict(x, { signal, links }));
    const kept = predicts(clusterer) ? null : { columns: x.shape[1]!, data: await x.data() };
    return { labels, clusters: await countClusters(clusterer, labels, x), rows: kept };
  }

  #adopt(fitted: FittedPipeline): void {
    const { clusterer } = this.#steps;
    const { labels, clusters, rows } = fitted;
    this.#answers = clusterer && labels && answersOf(clusterer, { labels, clusters, rows });
    this.#fitted = fitted;
  }

  /** Examples after preprocessing, which takes bytes. */
  async #read(caller: string, input: PipelineInput, signal?: AbortSignal): Promise<Examples> {
    const device = () => this.device();
    if (this.#preprocess.length === 0) return await examplesOf(caller, input, device);
    if (!("pixels" in input)) {
      throw new ArgumentError(`${caller}: a tensor cannot be preprocessed: give images as bytes`);
    }
    return await examplesOf(caller, await prepared(checkPixels(input), this.#preprocess, signal), device);
  }

  async #examples(caller: string, input: PipelineInput): Promise<Examples> {
    const { shape, size } = this.#learned();
    if (size && this.#preprocess.length > 0) checkSize(caller, input, size);
    const examples = await this.#read(caller, input);
    if (examples.shape.join() === shape.join()) return examples;
    const what = shape.length === 1 ? "rows" : "images";
    throw new DataError(
      `${caller}: fit got ${what} of ${shape.join(" x ")}, these are ${examples.shape.join(" x ")}: ` +
        `give ${what} of the same size`,
    );
  }

  #learned(): FittedPipeline {
    if (this.#fitted) return this.#fitted;
    throw new ArgumentError("this Pipeline has learned nothing yet: call fit() or load()");
  }

  #answering(caller: string): Answers {
    this.#learned();
    if (this.#answers) return this.#answers;
    throw new ArgumentError(
      `Pipeline.${caller}: the last step is no clusterer: add one, or call transform for features`,
    );
  }
}

registerModelKind({ kind: KIND, open: Pipeline.open });

/** The class of images that belong to no cluster. */
export const UNSORTED = "unsorted";

/** @throws {DataError} when images are of another size than those that `fit` got. */
function checkSize(caller: string, input: PipelineInput, { height, width, channels }: ImageSize): void {
  if (!("pixels" in input)) return;
  if (input.height === height && input.width === width && input.channels === channels) return;
  const given = [input.height, input.width, input.channels].join(" x ");
  throw new DataError(
    `${caller}: fit got images of ${height} x ${width} x ${channels}, these are ${given}: give images of the same size`,
  );
}

/** What the clusterer found; nothing without one. */
type Learned = Pick<FittedPipeline, "labels" | "clusters" | "rows">;
