/** What models of images have in common: their device, training under way, prediction in batches, and files. */
import { Tape } from "../autograd/index.js";
import type { Device, DeviceChoice } from "../device/index.js";
import { ArgumentError, ModelFileError } from "../errors.js";
import type { StateArray } from "../estimators/estimator.js";
import { requireFiles } from "../host/host.js";
import type { Module, StateDict } from "../nn/index.js";
import { agree, alone, type Collectives, together } from "../parallel/index.js";
import type { Tensor } from "../tensor/index.js";
import type { Callback, EpochLog, Trainer, TrainingProgress } from "../train/index.js";
import { ImageBatches, type PixelScale } from "./batches.js";
import { checkFinite, digestOf, namingCheckpoint, readOwnCheckpoint } from "./checkpoints.js";
import { checkModelSize, checkPixels, type ImageSize, type Images } from "./images.js";
import { type ModelFile, modelFileBytes, writeCheckpoint, writeModelFile } from "./model_file.js";
import { OwnDevice } from "./own_device.js";
import type { PixelNetwork } from "./pixel_network.js";

/** A row-major matrix on the host. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** What every `fit` takes. */
export interface FitOptions {
  /** Called every few steps, and at the end of an epoch. */
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
  /** Ends training after the step under way; the model is then the one learned so far. */
  readonly signal?: AbortSignal | undefined;
  /** Where a checkpoint is written after each epoch, and when `signal` ends the training. */
  readonly checkpoint?: string | undefined;
  /** A checkpoint to go on from, of the same configuration and data. */
  readonly resume?: string | undefined;
  /** Further callbacks. */
  readonly callbacks?: readonly Callback[] | undefined;
  /**
   * Processes that train together, each with the same images and options: `ImageClusterer` and `ImageClassifier` share each
   * batch among them. All end with the same model. All name the same `checkpoint`, which the first one writes, and all read `resume`. Default: this
   * process alone.
   */
  readonly collectives?: Collectives | undefined;
}

/** What every `fit` resolves with. */
export interface FitResult {
  /** Whether training reached its end: false after `signal` or `close`. */
  readonly finished: boolean;
  /** What each epoch came to. */
  readonly history: readonly EpochLog[];
}

/** A model that has learned. */
export interface Fitted<N extends Module = Module, C extends object = object> {
  /** What it learned with, every default filled in. */
  readonly config: C;
  readonly network: N;
  /** Of images before `preprocess`. */
  readonly size: ImageSize;
}

/** What `fit` of a kind of model gives the common part to do. */
export interface TrainingPlan<F extends Fitted> {
  readonly options: FitOptions;
  /** What this training learns with: a checkpoint to go on from must have the same. */
  readonly config: F["config"];
  /** Identifies what is learned from, for checkpoints. */
  data(): Promise<string>;
  /** What a training from the beginning has to find out before it is set up; rejects with the signal's reason. */
  prepare?(signal: AbortSignal): Promise<void>;
  /** The network, without memory. */
  network(): F["network"];
  /** Whether several processes share the training. Default false: more than one are refused. */
  readonly shared?: boolean;
  /** Draws its first values. */
  readonly seed: number;
  /** Gives the network what was learned elsewhere, in a training from the beginning; it has memory then. */
  begin?(network: F["network"]): void;
  /** Sets up the training of the network, which has memory now; what it gives to `own` is released in the end. */
  start(network: F["network"], own: Own): Run<F>;
}

/** A training that was set up. */
export interface Run<F extends Fitted> {
  readonly trainer: Trainer;
  /** What the model is at this moment. */
  fitted(): F;
  /** Callbacks of this kind of model. */
  readonly callbacks?: readonly Callback[];
  /** Called at checkpoints and in the end, to keep what the task found out. */
  keep?(): void;
  /** What a checkpoint keeps beside the network, and a finished model does not. */
  arrays?(): ReadonlyMap<string, StateArray>;
  /** Takes the arrays of a checkpoint, before its trainer goes on. @throws {ModelFileError} */
  restore?(arrays: ReadonlyMap<string, StateArray>): void;
}

/** Takes over a resource; returns it. */
export type Own = <T extends { release(): void }>(resource: T) => T;

/** Images in one pass of prediction. */
const PREDICTION_BATCH = 1000;

/** Base of models that take images of one size: `F` is what a trained one holds. */
export abstract class ImageModel<F extends Fitted = Fitted> {
  /** For files: "image-clusterer". */
  abstract readonly kind: string;
  #config: F["config"];
  readonly #device: OwnDevice;
  #fitting: { readonly stop: AbortController; readonly done: Promise<unknown> } | null = null;
  #fitted: F | null = null;
  #history: readonly EpochLog[] = [];
  #trainingSeconds = 0;

  /**
   * @param config every default filled in.
   * @param device a device, which stays the caller's to close, or which to open.
   */
  constructor(config: F["config"], device: Device | DeviceChoice) {
    this.#config = config;
    this.#device = new OwnDevice(device);
  }

  /** The whole configuration, every default filled in; after `fit` what the model learned with. */
  get config(): F["config"] {
    return this.#config;
  }

  /** Whether classes are those of known labels, or found ones. */
  abstract readonly supervised: boolean;

  /** Names of the classes, in the order of `predictProba`'s columns. @throws {ArgumentError} before `fit` or `load`. */
  abstract get classNames(): readonly string[];

  /** What a file keeps beside the configuration. */
  protected abstract details(fitted: F): unknown;

  /** What `fit` leaves of what it trained: a kind whose training needs more than prediction drops the rest here. */
  protected async finished(fitted: F): Promise<F> {
    return fitted;
  }

  /** How pixels are scaled for the network; default 0 to 1. */
  protected get pixelScale(): PixelScale | undefined {
    return undefined;
  }

  /** Images as the network reads them, of the same number; default as they are. */
  protected async prepared(images: Images): Promise<Images> {
    return images;
  }

  /** What each epoch of the last training came to. */
  get history(): readonly EpochLog[] {
    return this.#history;
  }

  /** Seconds spent in `fit`, resumed runs included. */
  get trainingSeconds(): number {
    return this.#trainingSeconds;
  }

  /** What the model takes. @throws {ArgumentError} before `fit` or `load`. */
  get imageSize(): ImageSize {
    return this.fitted.size;
  }

  /** The network, to look at or to take parts of. @throws {ArgumentError} before `fit` or `load`. */
  get network(): F["network"] {
    return this.fitted.network;
  }

  /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
  device(): Promise<Device> {
    return this.#device.get();
  }

  /** Writes the model as safetensors; an older file of that name survives a failure. */
  async save(path: string): Promise<void> {
    await writeModelFile(path, await this.#file(this.fitted));
  }

  /** The bytes of the file that `save` writes, never sealed: `sealBytes` seals them. @throws {ArgumentError} before `fit` or `load`. */
  async toBytes(): Promise<Uint8Array<ArrayBuffer>> {
    return modelFileBytes(await this.#file(this.fitted));
  }

  /**
   * Frees the model, and closes the device unless it was given. A training under way ends first, as after
   * `signal`. Closing twice is harmless.
   */
  async close(): Promise<void> {
    this.#fitting?.stop.abort();
    // What became of it is told to the caller of `fit`.
    await this.#fitting?.done.catch(() => {});
    this.#fitted?.network.release();
    this.#fitted = null;
    await this.#device.close();
  }

  /** What it learned. @throws {ArgumentError} before `fit` or `load`. */
  protected get fitted(): F {
    if (!this.#fitted) {
      throw new ArgumentError(`this ${this.constructor.name} has learned nothing yet: call fit() or load()`);
    }
    return this.#fitted;
  }

  /** Takes over a trained model. */
  protected adopt(fitted: F): void {
    this.#fitted?.network.release();
    this.#fitted = fitted;
    this.#config = fitted.config;
  }

  /**
   * Gives a network its memory on the model's device, and the values of a state dict, if there is one. What does not
   * fit is refused before any memory is taken.
   */
  protected async place(network: F["network"], state: StateDict | null, seed = 0): Promise<F["network"]> {
    if (state) network.checkStateDict(state);
    try {
      network.to(await this.device(), { seed, initialize: state === null });
      if (state) network.loadStateDict(state);
      return network;
    } catch (error) {
      network.release();
      await this.close();
      throw error;
    }
  }

  /** Trains: one training at a time, with checkpoints, stopped by `signal` and `close`. */
  protected async train(plan: TrainingPlan<F>): Promise<FitResult> {
    if (this.#fitting) {
      throw new ArgumentError(`fit: this ${this.constructor.name} is being trained: await that first`);
    }
    const stop = new AbortController();
    const done = this.#train(plan, stop.signal);
    this.#fitting = { stop, done };
    try {
      return await done;
    } finally {
      this.#fitting = null;
    }
  }

  async #train(
    { options, config, data, prepare, network: make, seed, begin, start, shared = false }: TrainingPlan<F>,
    closed: AbortSignal,
  ): Promise<FitResult> {
    const { onProgress, signal, checkpoint, resume, callbacks = [], collectives: ranks = alone } = options;
    if (checkpoint) requireFiles(checkpoint, { errorClass: ModelFileError });
    const identity = checkpoint || resume || ranks.size > 1 ? await data() : "";
    const device = await this.device();
    if (ranks.size > 1 && !shared) {
      throw new ArgumentError(`fit: ${this.constructor.name} trains in one process: leave out collectives`);
    }
    const settings = Object.entries(config).map(([name, value]) => [name, JSON.stringify(value)]);
    await agree(ranks, {
      ...{ ...Object.fromEntries(settings), images: identity, device: computesAs(device) },
      ...{ checkpoint: checkpoint ? "given" : "not given", resume: resume ? "given" : "not given" },
    });
    const owner = { kind: this.kind, config, data: identity };
    const read = resume ? await together(ranks, () => readOwnCheckpoint(resume, owner)) : null;
    if (read && ranks.size > 1) await agree(ranks, { "checkpoint to resume": await digestOf(read) });
    // A training that ended before its first step begins again: what has to be found out may be missing.
    const resumed = read && read.training.step > 0 ? read : null;
    const stopped = signal ? AbortSignal.any([signal, closed]) : closed;
    if (!resumed) await unlessStopped(stopped, async () => await prepare?.(stopped));
    const network = make();
    if (resumed) network.checkStateDict(resumed.model.state);
    network.to(device, { seed });
    const owned: { release(): void }[] = [];
    const own: Own = (resource) => {
      owned.push(resource);
      return resource;
    };
    try {
      if (resumed) network.loadStateDict(resumed.model.state);
      else begin?.(network);
      const run = start(network, own);
      const { trainer, fitted, keep, callbacks: ownCallbacks = [] } = run;
      if (resumed) {
        namingCheckpoint(resume!, () => {
          run.restore?.(resumed.model.arrays ?? new Map());
          trainer.restore(resumed.training);
        });
      }
      const remember = () => {
        this.#history = trainer.history;
        this.#trainingSeconds = trainer.seconds;
        keep?.();
      };
      const checkpoints: Callback = {
        ...(onProgress && { onProgress }),
        onCheckpoint: async () => {
          const model = { ...(await this.#file(fitted())), arrays: run.arrays?.() ?? new Map() };
          checkFinite(model.state, trainer.stepsDone);
          remember();
          if (!checkpoint) return;
          const training = await trainer.state();
          await together(ranks, async () => {
            if (ranks.rank === 0) await writeCheckpoint(checkpoint, { model, training, data: identity });
          });
        },
      };
      const finished = await trainer.run({
        callbacks: [...ownCallbacks, ...callbacks, checkpoints],
        signal: stopped,
      });
      remember();
      this.adopt(await this.finished(fitted()));
      return { finished, history: trainer.history };
    } catch (error) {
      network.release();
      throw error;
    } finally {
      for (const resource of owned) resource.release();
    }
  }

  /** Logits of the classes, [B, classes], of scaled pixels [B, H, W, C] as the network reads them. */
  protected abstract logits(tape: Tape, x: Tensor): Tensor;

  /** Whether `prepared` changes images. */
  protected get prepares(): boolean {
    return false;
  }

  /**
   * The model as a function of float32 pixels, with a derivative. It lives as long as the model.
   * @throws {ArgumentError} before `fit` or `load`.
   */
  async pixelNetwork(): Promise<PixelNetwork> {
    const device = this.fitted && (await this.device());
    return {
      device,
      prepares: this.prepares,
      prepared: (images) => this.prepared(images),
      scale: this.pixelScale ?? { mean: 0, std: 1 },
      logits: (tape, x) => this.logits(tape, x),
    };
  }

  /** Runs the network over all images in batches; the next batch is recorded while one is read. */
  protected async map(
    images: Images,
    columns: number,
    run: (
      tape: Tape,
      x: Tensor,
    ) => { values: Tensor; pick?: (data: Float32Array, row: number) => Float32Array },
  ): Promise<Matrix> {
    const { size } = this.fitted;
    images = checkPixels(images);
    checkModelSize(images, size);
    const data = new Float32Array(images.count * columns);
    if (images.count === 0) return { rows: 0, columns, data };
    const device = await this.device();
    const batches = new ImageBatches(device, await this.prepared(images), this.pixelScale);
    let reading: Promise<void> = Promise.resolve();
    try {
      for (let begin = 0; begin < images.count; begin += PREDICTION_BATCH) {
        const count = Math.min(PREDICTION_BATCH, images.count - begin);
        using tape = new Tape(device, { gradient: false });
        const indices = Uint32Array.from({ length: count }, (_, i) => begin + i);
        const { values, pick } = run(tape, batches.plain(tape, batches.select(tape, indices)));
        const before = reading;
        reading = values.data().then((host) => {
          const all = host as Float32Array;
          if (!pick) data.set(all, begin * columns);
          else for (let row = 0; row < count; row++) data.set(pick(all, row), (begin + row) * columns);
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

  async #file(fitted: F): Promise<ModelFile> {
    return {
      kind: this.kind,
      config: fitted.config,
      size: fitted.size,
      details: this.details(fitted),
      state: await fitted.network.stateDict(),
    };
  }
}

/** What decides the bits that a device computes. */
const computesAs = ({ kind, info: { name, details } }: Device) =>
  kind === "native" ? `native (${details.simd})` : `${kind} (${name})`;

/** Each row's largest, the first of equals. */
export function argmaxRows({ rows, columns, data }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    let best = row * columns;
    for (let i = best + 1; i < (row + 1) * columns; i++) if (data[i]! > data[best]!) best = i;
    return best - row * columns;
  });
}

/** Some rows of a matrix; the same one, not copied, where all are asked for in order. */
export function matrixRows({ rows, columns, data }: Matrix, places: ArrayLike<number>): Matrix {
  const count = places.length;
  if (count === rows && Array.prototype.every.call(places, (place, i) => place === i)) {
    return { rows, columns, data };
  }
  const chosen = new Float32Array(count * columns);
  for (let i = 0; i < count; i++) {
    const from = places[i]! * columns;
    chosen.set(data.subarray(from, from + columns), i * columns);
  }
  return { rows: count, columns, data: chosen };
}

/** Does the work; a signal that ends it is no failure. */
async function unlessStopped(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  await work().catch((error) => {
    if (!signal.aborted) throw error;
  });
}
