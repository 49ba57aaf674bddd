/** What models of images have in common: their device, one training at a time, prediction in batches, and files. */
import { Tape } from "../autograd/index.js";
import type { Device, DeviceChoice } from "../device/index.js";
import { ArgumentError } from "../errors.js";
import type { StateDict } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";
import type { EpochLog } from "../train/index.js";
import { ImageBatches, type PixelScale } from "./batches.js";
import {
  type FitResult,
  type Fitted,
  type TrainedModel,
  type TrainingPlan,
  trainByPlan,
} from "./image_training.js";
import { checkModelSize, checkPixels, type ImageSize, type Images } from "./images.js";
import { type ModelFile, modelFileBytes, writeModelFile } from "./model_file.js";
import { OwnDevice } from "./own_device.js";
import type { PixelNetwork } from "./pixel_network.js";

/** A row-major matrix on the host. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

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
    const model: TrainedModel<F> = {
      kind: this.kind,
      name: this.constructor.name,
      device: () => this.device(),
      file: (fitted) => this.#file(fitted),
      remember: ({ history, seconds }) => {
        this.#history = history;
        this.#trainingSeconds = seconds;
      },
      adopt: async (fitted) => this.adopt(await this.finished(fitted)),
    };
    const done = trainByPlan(model, plan, stop.signal);
    this.#fitting = { stop, done };
    try {
      return await done;
    } finally {
      this.#fitting = null;
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
