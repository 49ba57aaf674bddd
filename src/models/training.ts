/** The training loop: steps, head restarts, progress, checkpoints. */
import { setImmediate } from "node:timers/promises";
import { Tape } from "../autograd/index.js";
import { TrainingError } from "../errors.js";
import { Random } from "../kernels/philox.js";
import { Adam, clipGradients, type OptimizerState, oneCycle, type Schedule } from "../optim/index.js";
import { empty, type Tensor } from "../tensor/index.js";
import { type Augmentation, ImageBatches, type Images } from "./batches.js";
import type { ImageClustererConfig } from "./config.js";
import type { Network } from "./network.js";
import { informationMaximization } from "./objective.js";

/** Steps between two looks at the losses; reading stalls the device, so it is not done each step. */
const READ_EVERY = 10;
/** Weight of a new step in the running losses. */
const SMOOTHING = 0.05;
/** Tells the random streams of one seed apart; the parameters use the low numbers. */
const SHUFFLE_STREAM = 0x5000_0000;
const RESTART_STREAM = 0x6000_0000;
const DROPOUT_STREAM = 0x7000_0000;

export interface HistoryEntry {
  /** Steps done. */
  readonly step: number;
  /** Running loss of each head. */
  readonly losses: readonly number[];
}

/** A head that was replaced by a copy of a better one. */
export interface Restart {
  readonly step: number;
  readonly head: number;
  readonly from: number;
}

/** What training remembers besides the parameters: with it, a resumed run ends with the same bits. */
export interface TrainingState {
  /** Steps done. */
  step: number;
  running: number[];
  history: HistoryEntry[];
  restarts: Restart[];
  seconds: number;
  optimizer: OptimizerState;
}

export interface TrainingProgress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done, of all. */
  readonly step: number;
  readonly steps: number;
  /** Lowest running loss of a head. */
  readonly loss: number;
  readonly imagesPerSecond: number;
  /** Seconds left at this rate. */
  readonly secondsLeft: number;
}

export interface TrainingHooks {
  onProgress?: (progress: TrainingProgress) => void;
  /** Every step's losses, one per head, in order; several steps at a time, since reading stalls the device. */
  onLosses?: (step: number, losses: readonly number[]) => void;
  /** Called at the end of each epoch, and when training stops early. */
  onCheckpoint?: (state: TrainingState) => Promise<void>;
  /** Ends training after the step under way. */
  signal?: AbortSignal;
}

/** The index of the smallest value, the first of equals; 0 of none. */
function lowest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value < values[best]! ? i : best), 0);
}

export class Training {
  readonly #network: Network;
  readonly #config: ImageClustererConfig;
  readonly #images: Images;
  readonly #batches: ImageBatches;
  readonly #optimizer: Adam;
  readonly #schedule: Schedule;
  readonly #batch: number;
  readonly #stepsPerEpoch: number;
  /** Losses of the steps since the last look, [heads] each. */
  readonly #losses: Tensor[];
  readonly #owned: { release(): void }[] = [];
  #order: { epoch: number; indices: Uint32Array } | null = null;
  #step = 0;
  #readStep = 0;
  #running: number[] = [];
  #bestHead = 0;
  #history: HistoryEntry[] = [];
  #restarts: Restart[] = [];
  #seconds = 0;

  constructor(
    network: Network,
    config: ImageClustererConfig,
    images: Images,
    resumed: TrainingState | null = null,
  ) {
    this.#network = network;
    this.#config = config;
    this.#images = images;
    this.#batch = Math.min(config.batch, images.count);
    this.#stepsPerEpoch = Math.floor(images.count / this.#batch);
    this.#schedule = oneCycle(config.learningRate, this.steps, config.warmup);
    const own = <T extends { release(): void }>(resource: T) => {
      this.#owned.push(resource);
      return resource;
    };
    try {
      this.#optimizer = own(new Adam(network.store));
      this.#batches = own(new ImageBatches(network.device, images));
      this.#losses = Array.from({ length: READ_EVERY }, () => own(empty(network.device, [config.heads])));
      if (resumed) this.#optimizer.restore(resumed.optimizer);
    } catch (error) {
      this.release();
      throw error;
    }
    if (resumed) {
      this.#step = this.#readStep = resumed.step;
      this.#running = [...resumed.running];
      this.#bestHead = lowest(this.#running);
      this.#history = [...resumed.history];
      this.#restarts = [...resumed.restarts];
      this.#seconds = resumed.seconds;
    }
  }

  get steps(): number {
    return this.#stepsPerEpoch * this.#config.epochs;
  }

  /** The head with the lowest running loss. A copy made of it since does not count: it has learned nothing yet. */
  get bestHead(): number {
    return this.#bestHead;
  }

  async state(): Promise<TrainingState> {
    return {
      step: this.#step,
      running: [...this.#running],
      history: [...this.#history],
      restarts: [...this.#restarts],
      seconds: this.#seconds,
      optimizer: await this.#optimizer.state(),
    };
  }

  /**
   * Trains to the last epoch. Returns whether it got there: false after `signal`.
   * @throws {TrainingError} when a loss is not finite.
   */
  async run({ onProgress, onLosses, onCheckpoint, signal }: TrainingHooks): Promise<boolean> {
    const before = this.#seconds;
    const firstStep = this.#step;
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    const checkpoint = async () => {
      await this.#readLosses(onLosses);
      this.#seconds = before + elapsed();
      if (onCheckpoint) await onCheckpoint(await this.state());
    };
    while (this.#step < this.steps) {
      if (signal?.aborted) {
        await checkpoint();
        return false;
      }
      this.#recordStep();
      // Lets timers, signals and decoding run between steps.
      await setImmediate();
      const endOfEpoch = this.#step % this.#stepsPerEpoch === 0;
      const { every } = this.#config.headRestarts;
      // After the last step nothing would train the copies.
      const restart = every > 0 && this.#step % every === 0 && this.#step < this.steps;
      if (this.#step % READ_EVERY === 0 || endOfEpoch || restart) {
        await this.#readLosses(onLosses);
        if (restart) await this.#restartHeads();
        onProgress?.(this.#progress(elapsed() / (this.#step - firstStep)));
      }
      if (endOfEpoch) await checkpoint();
    }
    return true;
  }

  release(): void {
    for (const resource of this.#owned.splice(0)) resource.release();
  }

  #recordStep(): void {
    const { seed, objective, clipNorm } = this.#config;
    const { device, store } = this.#network;
    const symmetric = this.#step >= objective.symmetricFrom * this.steps;
    const random = { seed, stream: DROPOUT_STREAM, offset: 2 * this.#step };
    // Predictions are made for plain images, so the running statistics are theirs.
    const [track, leave] = [{ trackStatistics: true }, { trackStatistics: false }];
    using targets = new Tape(device, { gradient: false });
    using tape = new Tape(device);
    // Before anything else of the step: writing to the device ends a recording, and a step is one.
    const batch = this.#batches.select(targets, this.#indices());
    store.watch(tape);
    const plainTape = symmetric ? tape : targets;
    const plain = this.#network.forward(plainTape, this.#batches.plain(plainTape, batch), {
      ...random,
      ...track,
    });
    const images = this.#batches.augmented(tape, batch, this.#augmentation(), { seed, offset: this.#step });
    const augmented = this.#network.forward(tape, images, { ...random, ...leave, offset: random.offset + 1 });
    const { perHead, total } = informationMaximization(tape, plain, augmented, objective, symmetric);
    tape.keep(perHead);
    tape.backward(total);
    if (clipNorm > 0) clipGradients(store, clipNorm);
    this.#optimizer.step(this.#schedule(this.#step));
    device.copy(perHead.slice, this.#losses[this.#step % READ_EVERY]!.slice);
    device.submit();
    this.#step++;
  }

  /** Erasing bridges variants of a class early on, and costs accuracy at the end. */
  #augmentation(): Augmentation {
    const { augmentation } = this.#config;
    return this.#step < augmentation.eraseUntil * this.steps ? augmentation : { ...augmentation, erase: 0 };
  }

  /** This step's images: each epoch is a permutation of all, its remainder left out. */
  #indices(): Uint32Array {
    const epoch = Math.floor(this.#step / this.#stepsPerEpoch);
    if (this.#order?.epoch !== epoch) {
      const random = new Random(this.#config.seed, SHUFFLE_STREAM + epoch);
      this.#order = { epoch, indices: random.permutation(this.#images.count) };
    }
    const begin = (this.#step % this.#stepsPerEpoch) * this.#batch;
    return this.#order.indices.subarray(begin, begin + this.#batch);
  }

  /** Folds the losses of the steps since the last look into the running ones, in order. */
  async #readLosses(onLosses: TrainingHooks["onLosses"]): Promise<void> {
    const first = this.#readStep;
    const pending = Array.from({ length: this.#step - first }, (_, i) =>
      this.#losses[(first + i) % READ_EVERY]!.data(),
    );
    for (const [i, data] of (await Promise.all(pending)).entries()) {
      const losses = [...data];
      if (!losses.every(Number.isFinite)) {
        throw new TrainingError(
          `the loss is not a finite number at step ${first + i + 1}: train again with a lower learningRate, ` +
            "or with clipNorm; the last checkpoint is kept",
        );
      }
      this.#running =
        this.#running.length === 0
          ? losses
          : this.#running.map((running, head) => running + SMOOTHING * (losses[head]! - running));
      const step = first + i + 1;
      onLosses?.(step, losses);
      if (step % READ_EVERY === 0) this.#history.push({ step, losses: [...this.#running] });
    }
    if (this.#readStep < this.#step) this.#bestHead = lowest(this.#running);
    this.#readStep = this.#step;
  }

  /** Replaces heads that are stuck in a worse optimum by noisy copies of the best. */
  async #restartHeads(): Promise<void> {
    const best = this.bestHead;
    for (const [head, loss] of this.#running.entries()) {
      if (loss <= this.#running[best]! + this.#config.headRestarts.margin) continue;
      const random = new Random(this.#config.seed, RESTART_STREAM + this.#step * this.#config.heads + head);
      await this.#network.copyHead(this.#optimizer, best, head, random);
      this.#running[head] = this.#running[best]!;
      this.#restarts.push({ step: this.#step, head, from: best });
    }
  }

  #progress(secondsPerStep: number): TrainingProgress {
    return {
      epoch: Math.ceil(this.#step / this.#stepsPerEpoch),
      epochs: this.#config.epochs,
      step: this.#step,
      steps: this.steps,
      loss: this.#running[this.bestHead]!,
      imagesPerSecond: this.#batch / secondsPerStep,
      secondsLeft: (this.steps - this.#step) * secondsPerStep,
    };
  }
}
