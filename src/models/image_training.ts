/** How models of images are trained: by a plan of their kind, with checkpoints, stopped by a signal, by one process or several. */
import type { Device } from "../device/index.js";
import { ArgumentError, ModelFileError } from "../errors.js";
import type { StateArray } from "../estimators/estimator.js";
import { requireFiles } from "../host/host.js";
import type { Module } from "../nn/index.js";
import { agree, alone, type Collectives, together } from "../parallel/index.js";
import type { Callback, EpochLog, Trainer, TrainingProgress } from "../train/index.js";
import { checkFinite, digestOf, namingCheckpoint, readOwnCheckpoint } from "./checkpoints.js";
import type { ImageSize } from "./images.js";
import { type ModelFile, writeCheckpoint } from "./model_file.js";

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
   * batch among them. All end with the same model. All name the same `checkpoint`, which the first one writes, and all read
   * `resume`. Default: this process alone.
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

/** The model that learns, as its training sees it. */
export interface TrainedModel<F extends Fitted> {
  /** For checkpoints: "image-clusterer". */
  readonly kind: string;
  /** For errors: "ImageClusterer". */
  readonly name: string;
  /** @throws {DeviceError} when it cannot be opened. */
  device(): Promise<Device>;
  /** What a file of it keeps. */
  file(fitted: F): Promise<ModelFile>;
  /** Takes the history and the time of its training, at checkpoints and at the end. */
  remember(trainer: Trainer): void;
  /** Takes over what was learned. */
  adopt(fitted: F): Promise<void>;
}

/**
 * Trains a model until its trainer ends, or one of `options.signal` and `closed` does; it then has what was learned so far.
 * @throws {ArgumentError} for options that do not fit the model or its checkpoint. @throws {ModelFileError} as `readCheckpoint`.
 * @throws {TrainingError} when a parameter is no longer a finite number.
 */
export async function trainByPlan<F extends Fitted>(
  model: TrainedModel<F>,
  { options, config, data, prepare, network: make, seed, begin, start, shared = false }: TrainingPlan<F>,
  closed: AbortSignal,
): Promise<FitResult> {
  const { onProgress, signal, checkpoint, resume, callbacks = [], collectives: ranks = alone } = options;
  if (checkpoint) requireFiles(checkpoint, { errorClass: ModelFileError });
  const identity = checkpoint || resume || ranks.size > 1 ? await data() : "";
  const device = await model.device();
  if (ranks.size > 1 && !shared) {
    throw new ArgumentError(`fit: ${model.name} trains in one process: leave out collectives`);
  }
  const settings = Object.entries(config).map(([name, value]) => [name, JSON.stringify(value)]);
  await agree(ranks, {
    ...{ ...Object.fromEntries(settings), images: identity, device: computesAs(device) },
    ...{ checkpoint: checkpoint ? "given" : "not given", resume: resume ? "given" : "not given" },
  });
  const owner = { kind: model.kind, config, data: identity };
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
      model.remember(trainer);
      keep?.();
    };
    const checkpoints: Callback = {
      ...(onProgress && { onProgress }),
      onCheckpoint: async () => {
        const file = { ...(await model.file(fitted())), arrays: run.arrays?.() ?? new Map() };
        checkFinite(file.state, trainer.stepsDone);
        remember();
        if (!checkpoint) return;
        const training = await trainer.state();
        await together(ranks, async () => {
          if (ranks.rank === 0) await writeCheckpoint(checkpoint, { model: file, training, data: identity });
        });
      },
    };
    const finished = await trainer.run({
      callbacks: [...ownCallbacks, ...callbacks, checkpoints],
      signal: stopped,
    });
    remember();
    await model.adopt(fitted());
    return { finished, history: trainer.history };
  } catch (error) {
    network.release();
    throw error;
  } finally {
    for (const resource of owned) resource.release();
  }
}

/** What decides the bits that a device computes. */
const computesAs = ({ kind, info: { name, details } }: Device) =>
  kind === "native" ? `native (${details.simd})` : `${kind} (${name})`;

/** Does the work; a signal that ends it is no failure. */
async function unlessStopped(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  await work().catch((error) => {
    if (!signal.aborted) throw error;
  });
}
