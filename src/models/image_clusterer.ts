/** Sorts images into classes that nobody labelled. */
import { Tape } from "../autograd/index.js";
import { Device, type DeviceChoice, openDevice } from "../device/index.js";
import {
  ArgumentError,
  DataError,
  DeviceError,
  ModelFileError,
  SkeinError,
  TrainingError,
} from "../errors.js";
import type { StateDict } from "../layers/index.js";
import { softmax } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { ImageBatches, type Images } from "./batches.js";
import { type ImageClustererConfig, type ImageClustererOptions, parseConfig } from "./config.js";
import type { ImageSize } from "./encoder.js";
import { fingerprint, readCheckpoint, readModel, writeCheckpoint, writeModel } from "./model_file.js";
import { Network } from "./network.js";
import {
  type HistoryEntry,
  type Restart,
  Training,
  type TrainingHooks,
  type TrainingState,
} from "./training.js";

export interface FitOptions extends Pick<TrainingHooks, "onProgress" | "onLosses" | "signal"> {
  /** Where a checkpoint is written after each epoch, and when `signal` ends the training. */
  readonly checkpoint?: string;
  /** A checkpoint to go on from, of the same configuration and images. */
  readonly resume?: string;
}

/** A row-major matrix on the host. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** Images in one pass of prediction. */
const PREDICTION_BATCH = 1000;

interface Fitted {
  readonly network: Network;
  readonly size: ImageSize;
  readonly selectedHead: number;
}

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
export class ImageClusterer {
  readonly config: ImageClustererConfig;
  readonly #choice: Device | DeviceChoice;
  #device: Promise<Device> | null = null;
  #fitting: { readonly stop: AbortController; readonly done: Promise<boolean> } | null = null;
  #fitted: Fitted | null = null;
  #history: readonly HistoryEntry[] = [];
  #restarts: readonly Restart[] = [];
  #trainingSeconds = 0;

  /**
   * @param options see ImageClustererConfig; every part has a default.
   * @param device a device, which stays the caller's to close, or which to open. Default "auto".
   * @throws {ArgumentError} when an option is wrong.
   */
  constructor(options: ImageClustererOptions = {}, device: Device | DeviceChoice = "auto") {
    this.config = parseConfig(options);
    this.#choice = device;
  }

  /** Running losses of all heads every few steps of the training. */
  get history(): readonly HistoryEntry[] {
    return this.#history;
  }

  /** Heads that were replaced by copies of better ones. */
  get restarts(): readonly Restart[] {
    return this.#restarts;
  }

  /** Seconds spent in `fit`, resumed runs included. */
  get trainingSeconds(): number {
    return this.#trainingSeconds;
  }

  /** The head that predicts: the one with the lowest loss. */
  get selectedHead(): number {
    return this.#model().selectedHead;
  }

  /** What the model takes. */
  get imageSize(): ImageSize {
    return this.#model().size;
  }

  /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
  async device(): Promise<Device> {
    if (this.#choice instanceof Device) return this.#choice;
    this.#device ??= openDevice(this.#choice);
    try {
      return await this.#device;
    } catch (error) {
      this.#device = null;
      throw error;
    }
  }

  /**
   * Learns the classes, anew each time. Labels, if the images have any, are not looked at.
   * Resolves with whether training reached its end: false after `signal` or `close`; the model is then
   * the one learned so far.
   * @throws {DataError} when the images cannot be sorted into that many classes.
   * @throws {ArgumentError} when `resume` was written with other settings, or `fit` is under way.
   * @throws {ModelFileError} when a checkpoint cannot be read or written.
   * @throws {TrainingError} when a loss or a parameter is not finite; what was learned before is kept.
   */
  async fit(images: Images, options: FitOptions = {}): Promise<boolean> {
    if (this.#fitting) throw new ArgumentError("fit: this ImageClusterer is being trained: await that first");
    const stop = new AbortController();
    const done = this.#fit(images, options, stop.signal);
    this.#fitting = { stop, done };
    try {
      return await done;
    } finally {
      this.#fitting = null;
    }
  }

  async #fit(images: Images, options: FitOptions, closed: AbortSignal): Promise<boolean> {
    const { onProgress, onLosses, signal, checkpoint, resume } = options;
    checkImages(images, this.config);
    images = asBytes(images);
    const { height, width, channels, range } = images;
    const size = { height, width, channels, ...(range !== undefined && { range }) };
    const identity = checkpoint || resume ? await fingerprint(images) : "";
    const resumed = resume ? await this.#readCheckpoint(resume, identity) : null;
    const network = new Network(await this.device(), this.config, size, resumed?.state);
    let training: Training | null = null;
    const keep = (state: TrainingState) => {
      this.#history = state.history;
      this.#restarts = state.restarts;
      this.#trainingSeconds = state.seconds;
    };
    try {
      const run = new Training(network, this.config, images, resumed?.training);
      training = run;
      const finished = await run.run({
        onProgress,
        onLosses,
        signal: signal ? AbortSignal.any([signal, closed]) : closed,
        onCheckpoint: async (state) => {
          const parameters = await network.store.stateDict();
          checkFinite(parameters, state.step);
          keep(state);
          if (!checkpoint) return;
          const contents = { config: this.config, size, selectedHead: run.bestHead, state: parameters };
          await writeCheckpoint(checkpoint, { ...contents, training: state, images: identity });
        },
      });
      if (resumed) keep(await run.state());
      this.#fitted?.network.release();
      this.#fitted = { network, size, selectedHead: run.bestHead };
      return finished;
    } catch (error) {
      network.release();
      throw error;
    } finally {
      training?.release();
    }
  }

  /**
   * The most probable class of each image, [N], from 0 to clusters - 1. The images need not be those of
   * the training.
   * @throws {ArgumentError} before `fit` or `load`.
   * @throws {DataError} when the images are of another size than the model's.
   */
  async predict(images: Images): Promise<Int32Array> {
    const { rows, columns, data } = await this.predictProba(images);
    return Int32Array.from({ length: rows }, (_, row) => {
      let best = row * columns;
      for (let i = best + 1; i < (row + 1) * columns; i++) if (data[i]! > data[best]!) best = i;
      return best - row * columns;
    });
  }

  /** Each image's probabilities of the classes, [N, clusters]; each row adds up to 1. Errors as `predict`. */
  async predictProba(images: Images): Promise<Matrix> {
    const { network, selectedHead } = this.#model();
    const { heads, clusters } = this.config;
    return this.#map(images, clusters, (tape, x) => {
      const all = softmax(tape, network.forward(tape, x, null));
      return {
        values: all,
        pick: (data, row) =>
          data.subarray((row * heads + selectedHead) * clusters, (row * heads + selectedHead + 1) * clusters),
      };
    });
  }

  /**
   * The features that the classes are read from, [N, features]: normalised final states of the recurrent
   * network, `hidden` for each direction. Errors as `predict`.
   */
  async transform(images: Images): Promise<Matrix> {
    const { network } = this.#model();
    const width = network.encoder.features;
    return this.#map(images, width, (tape, x) => ({
      values: network.encoder.forward(tape, x, null),
      pick: (data, row) => data.subarray(row * width, (row + 1) * width),
    }));
  }

  /** Writes the model as safetensors; an older file of that name survives a failure. */
  async save(path: string): Promise<void> {
    const { network, size, selectedHead } = this.#model();
    await writeModel(path, {
      config: this.config,
      size,
      selectedHead,
      state: await network.store.stateDict(),
    });
  }

  /** Reads a model that `save` wrote, or the model in a checkpoint. @throws {ModelFileError} */
  static async load(path: string, device: Device | DeviceChoice = "auto"): Promise<ImageClusterer> {
    const { config, size, selectedHead, state } = await readModel(path);
    const clusterer = new ImageClusterer(config, device);
    const opened = await clusterer.device();
    try {
      const network = new Network(opened, config, size, state);
      clusterer.#fitted = { network, size, selectedHead };
      return clusterer;
    } catch (error) {
      await clusterer.close();
      if (!(error instanceof SkeinError) || error instanceof DeviceError) throw error;
      throw new ModelFileError(`${path}: ${error.message}`, { cause: error });
    }
  }

  /**
   * Frees the model, and closes the device unless it was given. A training under way ends first, as after
   * `signal`. Closing twice is harmless.
   */
  async close(): Promise<void> {
    this.#fitting?.stop.abort();
    // What became of it is told to whoever called `fit`.
    await this.#fitting?.done.catch(() => {});
    this.#fitted?.network.release();
    this.#fitted = null;
    const device = this.#device;
    this.#device = null;
    (await device)?.close();
  }

  #model(): Fitted {
    if (!this.#fitted)
      throw new ArgumentError("this ImageClusterer has learned nothing yet: call fit() or load()");
    return this.#fitted;
  }

  async #readCheckpoint(path: string, identity: string) {
    const checkpoint = await readCheckpoint(path);
    const fields = Object.keys(this.config) as (keyof ImageClustererConfig)[];
    const other = fields.filter(
      (field) => JSON.stringify(checkpoint.config[field]) !== JSON.stringify(this.config[field]),
    );
    if (other.length > 0) {
      throw new ArgumentError(
        `${path} was written with other settings (${other.join(", ")}): resume with the same, or start anew`,
      );
    }
    if (checkpoint.images !== identity) {
      throw new DataError(`${path} was written with other images: resume with the same, or start anew`);
    }
    return checkpoint;
  }

  /** Runs the network over all images in batches; the next batch is recorded while one is read. */
  async #map(
    images: Images,
    columns: number,
    run: (
      tape: Tape,
      x: Tensor,
    ) => { values: Tensor; pick: (data: Float32Array, row: number) => Float32Array },
  ): Promise<Matrix> {
    const { size } = this.#model();
    checkPixels(images);
    images = asBytes(images);
    if (images.height !== size.height || images.width !== size.width || images.channels !== size.channels) {
      throw new DataError(
        `the model takes images of ${size.height} x ${size.width} x ${size.channels}, ` +
          `these are ${images.height} x ${images.width} x ${images.channels}: load them in the model's size`,
      );
    }
    const data = new Float32Array(images.count * columns);
    if (images.count === 0) return { rows: 0, columns, data };
    const device = await this.device();
    const batches = new ImageBatches(device, images);
    let reading: Promise<void> = Promise.resolve();
    try {
      for (let begin = 0; begin < images.count; begin += PREDICTION_BATCH) {
        const count = Math.min(PREDICTION_BATCH, images.count - begin);
        using tape = new Tape(device, { gradient: false });
        const indices = Uint32Array.from({ length: count }, (_, i) => begin + i);
        const { values, pick } = run(tape, batches.plain(tape, batches.select(tape, indices)));
        const before = reading;
        reading = values.data().then((host) => {
          for (let row = 0; row < count; row++)
            data.set(pick(host as Float32Array, row), (begin + row) * columns);
        });
        // Awaited a batch later: until then a failure is not unhandled.
        reading.catch(() => {});
        await before;
      }
      await reading;
    } finally {
      batches.release();
    }
    return { rows: images.count, columns, data };
  }
}

/** A parameter may become NaN in the very step whose loss was the last finite one. */
function checkFinite(parameters: StateDict, step: number): void {
  for (const [name, { data }] of parameters) {
    if (data.every(Number.isFinite)) continue;
    throw new TrainingError(
      `${name} is not a finite number after step ${step}: train again with a lower learningRate, ` +
        "or with clipNorm; the last checkpoint is kept",
    );
  }
}

/** A canvas gives its pixels as a Uint8ClampedArray: the same bytes, seen as the type that the rest takes. */
function asBytes(images: Images): Images {
  const pixels: Uint8Array | Uint8ClampedArray = images.pixels;
  if (pixels instanceof Uint8Array) return images;
  return { ...images, pixels: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length) };
}

/** Values 0 to 255 in one byte each: those of other arrays would be read as something else. */
function checkPixels({ count, height, width, channels, pixels }: Images): void {
  if (!(pixels instanceof Uint8Array) && !((pixels as unknown) instanceof Uint8ClampedArray)) {
    throw new DataError(
      `pixels are ${describeArray(pixels)}: give a Uint8Array of values 0 to 255 ` +
        "(of 0 to 1: Uint8Array.from(pixels, (value) => Math.round(value * 255)))",
    );
  }
  const bytes = count * height * width * channels;
  if (pixels.length !== bytes) {
    throw new DataError(
      `${pixels.length} bytes of pixels for images of shape [${count}, ${height}, ${width}, ${channels}]: give ${bytes}`,
    );
  }
}

function describeArray(value: unknown): string {
  if (value === null || typeof value !== "object") return `${value === null ? "null" : typeof value}`;
  const name = value.constructor?.name ?? "object";
  return `${/^[AEIOU]/.test(name) && !name.startsWith("Ui") ? "an" : "a"} ${name}`;
}

function checkImages(images: Images, { clusters }: ImageClustererConfig): void {
  checkPixels(images);
  const { count, height, width, channels, pixels } = images;
  const bytes = height * width * channels;
  if (count < clusters) {
    throw new DataError(
      `${count} images cannot be sorted into ${clusters} classes: give more images, or fewer clusters`,
    );
  }
  const all = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length);
  const first = all.subarray(0, bytes);
  for (let image = 1; image < count; image++) {
    if (Buffer.compare(first, all.subarray(image * bytes, (image + 1) * bytes)) !== 0) return;
  }
  throw new DataError(`all ${count} images are the same: there is nothing to sort`);
}
