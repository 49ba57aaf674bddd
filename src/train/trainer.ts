/**
 * The training loop of every model: order of the examples, steps, learning rate, progress, stopping, checks and
 * checkpoints. Everything random is a function of seed and step, so a resumed training ends with the bits of one that
 * was never interrupted.
 */
import { Tape } from "../autograd/index.js";
import { yieldToEvents } from "../device/yield.js";
import { ArgumentError, ModelFileError, TrainingError } from "../errors.js";
import type { AnyModule } from "../nn/index.js";
import { checkNumber, checkWhole } from "../ops/check.js";
import {
  clipGradients,
  type Optimizer,
  type OptimizerState,
  type Schedule,
  type WeightAverage,
  type WeightAverageState,
} from "../optim/index.js";
import { alone, type Collectives, type SharedSignal, shareSignal } from "../parallel/index.js";
import type { Tensor } from "../tensor/index.js";
import type { CallbackState, EpochLog, TrainingProgress } from "./log.js";
import { BatchOrder } from "./order.js";
import type { Task } from "./task.js";

/** Settings of `Trainer`. */
export interface TrainerOptions {
  readonly optimizer: Optimizer;
  /** Passes over all examples. */
  readonly epochs: number;
  /** Examples of one step; all of them where there are fewer. */
  readonly batchSize: number;
  /** Decides the order and what layers draw. Default 0. */
  readonly seed?: number;
  /** Learning rate by step, given the number of steps; default the optimizer's own throughout. */
  readonly schedule?: (steps: number) => Schedule;
  /** Largest l2 norm of all gradients together; 0, the default, for no limit. */
  readonly clipNorm?: number;
  /** Another order each epoch. Default true. */
  readonly shuffle?: boolean;
  /** Leaves out the examples of an epoch that do not fill a batch. Default false. */
  readonly dropLast?: boolean;
  /**
   * Takes in the weights after each step; stays the caller's to release. Epochs are judged with the averages, and the
   * module holds them when `run` is done. Default: none.
   */
  readonly weightAverage?: WeightAverage | null;
  /** Called between `backward` and the optimizer's step. */
  readonly onGradients?: () => void;
  /**
   * Processes that make the same steps, whose task shares out each batch: they stop together where any of them is told to.
   * Default: this one alone.
   */
  readonly collectives?: Collectives;
}

/** Is told how training goes. */
export interface Callback {
  /** By which `restore` finds what `state` gave: no two of a training have the same. Needed for `state` alone. */
  readonly name?: string;
  /** What a checkpoint keeps of this callback. */
  state?(): CallbackState;
  /** Before the first step of a training, and before `restore`. */
  onBegin?(trainer: Trainer): void;
  /** Goes on from what `state` gave; called before the first step. */
  restore?(state: CallbackState, trainer: Trainer): void;
  /** Called every few steps, and at the end of an epoch. */
  onProgress?(progress: TrainingProgress): void;
  /** Every step's reported values, in order; several steps at a time. */
  onReport?(step: number, values: readonly Float32Array[]): void;
  /**
   * After each epoch, with all epochs so far, this one last. The module holds the weights that were judged. Training
   * ends where it returns "stop".
   */
  onEpochEnd?(
    history: readonly EpochLog[],
    trainer: Trainer,
  ): undefined | "stop" | Promise<undefined | "stop">;
  /** After each epoch and when training ends early: `trainer.state()` may be kept. */
  onCheckpoint?(trainer: Trainer): void | Promise<void>;
  /** After the last step of a training that reached its end. */
  onEnd?(trainer: Trainer): void | Promise<void>;
}

/** What training remembers besides the parameters. */
export interface TrainerState {
  /** Steps done. */
  readonly step: number;
  readonly seconds: number;
  readonly history: readonly EpochLog[];
  /** Sum of the losses of the epoch under way, times its examples. */
  readonly epochLoss: number;
  readonly running: number | null;
  readonly stopped: boolean;
  readonly optimizer: OptimizerState;
  /** Null where no average is taken. */
  readonly weightAverage: WeightAverageState | null;
  /** What each callback's `state` gave, by name. */
  readonly callbacks: Readonly<Record<string, CallbackState>>;
  /** What the task's `state` gave. */
  readonly task: unknown;
}

/** Steps between two looks at what was reported: reading stalls the device, so it is not done each step. */
const READ_EVERY = 10;
/** Weight of a new step in the running loss. */
const SMOOTHING = 0.05;

interface Pending {
  readonly step: number;
  readonly indices: Uint32Array;
  readonly tensors: readonly Tensor[];
}

/**
 * The training loop of every model: order of the examples, steps, epochs, schedule, callbacks, checkpoints that are
 * resumed to the same bits.
 *
 * ```ts
 * const module = new Linear(2, 1).to(device, { seed: 0 });
 * const step = ({ tape, indices }: StepContext) => {
 *   const points = Float32Array.from(indices, (i) => i / 100).map(Math.sin);
 *   const y = module.forward(tape, tape.constant(new Float32Array([...points, ...points]), [indices.length, 2]));
 *   return { loss: ops.mean(tape, ops.square(tape, y)) };
 * };
 * const trainer = new Trainer({ module, count: 100, step }, { optimizer: new Adam(module), epochs: 2, batchSize: 10 });
 * await trainer.run();
 * ```
 */
export class Trainer {
  readonly stepsPerEpoch: number;
  /** Of all epochs. */
  readonly steps: number;
  readonly #task: Task;
  readonly #options: Required<Omit<TrainerOptions, "schedule" | "onGradients">>;
  readonly #schedule: Schedule;
  readonly #onGradients: (() => void) | undefined;
  readonly #order: BatchOrder;
  #step = 0;
  #seconds = 0;
  #history: EpochLog[] = [];
  #epochLoss = 0;
  #epochExamples = 0;
  #running: number | null = null;
  #stopped = false;
  #pending: Pending[] = [];
  #callbacks: readonly Callback[] = [];
  #callbackStates: Readonly<Record<string, CallbackState>> = {};
  /** Whether the module holds averages, which steps must not start from. */
  #averaged = false;

  /** @throws {ArgumentError} when an option is out of its range, or there is no example. */
  constructor(task: Task, options: TrainerOptions) {
    const { seed = 0, clipNorm = 0, shuffle = true, dropLast = false, schedule, onGradients } = options;
    const { optimizer, epochs, batchSize, weightAverage = null, collectives = alone } = options;
    checkWhole("Trainer", "epochs", epochs, 1);
    checkWhole("Trainer", "batchSize", batchSize, 1);
    checkWhole("Trainer", "seed", seed, 0);
    checkNumber("Trainer", "clipNorm", clipNorm, { low: 0 });
    if (task.count < 1)
      throw new ArgumentError("Trainer: there is no example to learn from: give one or more");
    this.#task = task;
    this.#options = {
      optimizer,
      epochs,
      batchSize,
      seed,
      clipNorm,
      shuffle,
      dropLast,
      weightAverage,
      collectives,
    };
    this.#order = new BatchOrder({ count: task.count, batchSize, seed, shuffle, dropLast });
    this.stepsPerEpoch = this.#order.stepsPerEpoch;
    this.steps = this.stepsPerEpoch * epochs;
    this.#schedule = schedule?.(this.steps) ?? (() => optimizer.learningRate);
    this.#onGradients = onGradients;
  }

  /** Whose parameters are trained. */
  get module(): AnyModule {
    return this.#task.module;
  }

  /** Steps done. */
  get stepsDone(): number {
    return this.#step;
  }

  /** What each epoch came to. */
  get history(): readonly EpochLog[] {
    return this.#history;
  }

  /** Spent in training, resumed runs included. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Records and submits one step; returns at once. `read` tells the task what steps reported. */
  step(): void {
    if (this.#averaged) {
      throw new ArgumentError("Trainer: the weights are averages now: make another Trainer");
    }
    const { optimizer, seed, clipNorm, weightAverage } = this.#options;
    const { module } = this.#task;
    const { device } = module.storage;
    const indices = this.#order.at(this.#step);
    using tape = new Tape(device, { training: { seed, step: this.#step } });
    const { loss, report = [loss] } = this.#task.step({ tape, indices, step: this.#step, steps: this.steps });
    for (const tensor of report) tape.keep(tensor);
    tape.backward(loss);
    this.#onGradients?.();
    if (clipNorm > 0) clipGradients(module, clipNorm);
    optimizer.step(this.#schedule(this.#step));
    weightAverage?.update();
    device.submit();
    this.#step++;
    this.#pending.push({ step: this.#step, indices, tensors: report.map((tensor) => tape.take(tensor)) });
  }

  /**
   * Waits for the steps recorded so far, and tells the task what they reported.
   * @throws {TrainingError} when what was reported first is not finite.
   */
  async read(callbacks: readonly Callback[] = []): Promise<void> {
    const pending = this.#pending.splice(0);
    try {
      const reads = pending.map(({ tensors }) => Promise.all(tensors.map((tensor) => tensor.data())));
      for (const [i, values] of (await Promise.all(reads)).entries()) {
        const { step, indices } = pending[i]!;
        this.#observe(step, indices, values as Float32Array[], callbacks);
      }
    } finally {
      for (const { tensors } of pending) for (const tensor of tensors) tensor.release();
    }
  }

  /**
   * Trains to the last epoch. Resolves with whether it got there: false after `signal`; true also where a callback
   * stopped it. With `weightAverage` the module holds the averages afterwards, and this trainer makes no further step.
   * @throws {ArgumentError} when two callbacks with a state have one name.
   * @throws {TrainingError} when a loss is not finite.
   */
  async run({
    callbacks = [],
    signal,
  }: {
    callbacks?: readonly Callback[];
    signal?: AbortSignal | undefined;
  } = {}) {
    this.#begin(callbacks);
    const before = this.#seconds;
    const firstStep = this.#step;
    const told = shareSignal(this.#options.collectives, signal ?? new AbortController().signal);
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    const checkpoint = async () => {
      await this.read(callbacks);
      this.#seconds = before + elapsed();
      for (const callback of callbacks) await callback.onCheckpoint?.(this);
    };
    while (this.#step < this.steps && !this.#stopped) {
      if (await this.#isStopped(told)) {
        await checkpoint();
        this.#applyAverage();
        return false;
      }
      this.step();
      // Lets timers, signals and decoding run between steps.
      await yieldToEvents();
      const endOfEpoch = this.#step % this.stepsPerEpoch === 0;
      // After the last step nothing would be trained by what happens between steps.
      const interrupted = this.#step < this.steps && (this.#task.interrupts?.(this.#step) ?? false);
      if (this.#step % READ_EVERY === 0 || endOfEpoch || interrupted) {
        await this.read(callbacks);
        if (interrupted) await this.#task.between?.(this.#step);
        const progress = this.#progress(elapsed() / (this.#step - firstStep));
        for (const callback of callbacks) callback.onProgress?.(progress);
      }
      if (endOfEpoch) {
        this.#seconds = before + elapsed();
        await this.#endEpoch(callbacks);
        await checkpoint();
      }
    }
    this.#applyAverage();
    for (const callback of callbacks) await callback.onEnd?.(this);
    return true;
  }

  /** Whether any process is told to stop. Several ask one another where reports were read: nothing else is under way then. */
  async #isStopped(told: SharedSignal): Promise<boolean> {
    if (this.#options.collectives.size > 1 && this.#step % READ_EVERY !== 0) return false;
    return told.ask();
  }

  #begin(callbacks: readonly Callback[]): void {
    const keeping = callbacks.filter(({ state }) => state);
    const names = keeping.map(({ name }) => name ?? "");
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) {
      throw new ArgumentError(`Trainer: two callbacks are named "${twice}": rename one`);
    }
    for (const callback of callbacks) callback.onBegin?.(this);
    for (const [i, callback] of keeping.entries()) {
      const state = this.#callbackStates[names[i]!];
      if (state) callback.restore?.(state, this);
    }
    this.#callbacks = keeping;
  }

  #applyAverage(): void {
    const { weightAverage } = this.#options;
    weightAverage?.apply();
    this.#averaged = weightAverage !== null;
  }

  /** What a checkpoint holds beside the parameters. Everything reported was read: call it from `onCheckpoint`. */
  async state(): Promise<TrainerState> {
    return {
      step: this.#step,
      seconds: this.#seconds,
      history: [...this.#history],
      epochLoss: this.#epochLoss,
      running: this.#running,
      stopped: this.#stopped,
      optimizer: await this.#options.optimizer.state(),
      weightAverage: (await this.#options.weightAverage?.state()) ?? null,
      callbacks: {
        ...this.#callbackStates,
        ...Object.fromEntries(this.#callbacks.map((callback) => [callback.name ?? "", callback.state!()])),
      },
      task: this.#task.state?.() ?? null,
    };
  }

  /** Goes on from what `state` gave. @throws {ModelFileError} when it belongs to another model. */
  restore(state: TrainerState): void {
    const { weightAverage } = this.#options;
    if (!weightAverage !== !state.weightAverage) {
      throw new ModelFileError(
        "only one of checkpoint and training averages weights: resume with the same weightAverage",
      );
    }
    this.#task.restore?.(state.task);
    if (state.weightAverage) weightAverage?.restore(state.weightAverage);
    this.#callbackStates = state.callbacks;
    this.#options.optimizer.restore(state.optimizer);
    this.#step = state.step;
    this.#seconds = state.seconds;
    this.#history = [...state.history];
    this.#epochLoss = state.epochLoss;
    this.#epochExamples =
      (state.step % this.stepsPerEpoch) * Math.min(this.#options.batchSize, this.#task.count);
    this.#running = state.running;
    this.#stopped = state.stopped;
  }

  #observe(step: number, indices: Uint32Array, values: Float32Array[], callbacks: readonly Callback[]): void {
    const first = values[0]!;
    if (!first.every(Number.isFinite)) {
      throw new TrainingError(
        `the loss is not a finite number at step ${step}: train again with a lower learningRate, ` +
          "or with clipNorm; the last checkpoint is kept",
      );
    }
    const loss = first.reduce((sum, value) => sum + value, 0) / first.length;
    this.#running = this.#running === null ? loss : this.#running + SMOOTHING * (loss - this.#running);
    this.#epochLoss += loss * indices.length;
    this.#epochExamples += indices.length;
    this.#task.observe?.(step, values, indices);
    for (const callback of callbacks) callback.onReport?.(step, values);
  }

  /** Judges the averages where there are any, else the weights themselves. */
  async #endEpoch(callbacks: readonly Callback[]): Promise<void> {
    const { weightAverage } = this.#options;
    await (weightAverage ? weightAverage.use(() => this.#judge(callbacks)) : this.#judge(callbacks));
  }

  async #judge(callbacks: readonly Callback[]): Promise<void> {
    const metrics = (await this.#task.evaluate?.()) ?? {};
    this.#history.push({
      epoch: this.#step / this.stepsPerEpoch,
      loss: this.#epochLoss / this.#epochExamples,
      learningRate: this.#schedule(this.#step - 1),
      seconds: this.#seconds,
      metrics,
    });
    this.#epochLoss = this.#epochExamples = 0;
    for (const callback of callbacks) {
      if ((await callback.onEpochEnd?.(this.#history, this)) === "stop") this.#stopped = true;
    }
  }

  #progress(secondsPerStep: number): TrainingProgress {
    const { epochs, batchSize } = this.#options;
    return {
      epoch: Math.ceil(this.#step / this.stepsPerEpoch),
      epochs,
      step: this.#step,
      steps: this.steps,
      loss: this.#task.progress ?? this.#running ?? 0,
      imagesPerSecond: Math.min(batchSize, this.#task.count) / secondsPerStep,
      secondsLeft: (this.steps - this.#step) * secondsPerStep,
    };
  }
}
