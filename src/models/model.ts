/** Any network over arrays, in Keras's manner. */
import { Tape } from "../autograd/index.js";
import { Device, type DeviceChoice } from "../device/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { host } from "../host/host.js";
import type { Module } from "../nn/index.js";
import { checkWhole } from "../ops/check.js";
import { type Optimizer, WeightAverage } from "../optim/index.js";
import { show, type Tensor } from "../tensor/index.js";
import { type Callback, type EpochLog, Trainer, type TrainingProgress } from "../train/index.js";
import { ArrayTask, arrayFingerprint, namingLayer, split } from "./array_task.js";
import { metrics as knownMetrics, type Metric } from "./model_metrics.js";
import { loadModule, saveModule } from "./module_file.js";
import { type Loss, losses, named, optimizers } from "./optimizers.js";
import { type ArrayInput, checkInput, labelsOf, RowBatches, rowsAt } from "./rows.js";
import { readTrainingFile, type TrainingAbout, writeTrainingFile } from "./training_file.js";

/** What `Model.compile` takes: loss, optimizer and metrics. */
export interface CompileOptions {
  /** A name ("adam", "adamw", "sgd"), or what makes one. Default "adam". */
  readonly optimizer?: string | ((network: Module) => Optimizer);
  /** Of an optimizer given by name; default its own. */
  readonly learningRate?: number;
  /**
   * A name ("crossEntropy" of logits and labels, "binaryCrossEntropy" of logits, "meanSquaredError",
   * "meanAbsoluteError"), or a function of predictions and targets that gives one number.
   */
  readonly loss: string | Loss;
  /** Names ("accuracy", "topK", "precision", "recall", "f1"), or functions. Default none. */
  readonly metrics?: readonly (string | Metric)[];
}

/** What `Model.fit` takes besides examples. */
export interface ModelFitOptions {
  /** Passes over all examples. Default 1. */
  readonly epochs?: number;
  /** Examples of one step. Default 32. */
  readonly batchSize?: number;
  /** Share of the examples, chosen at random, that is judged after each epoch and not trained on. */
  readonly validationSplit?: number;
  /** Examples to judge after each epoch. */
  readonly validationData?: readonly [ArrayInput, ArrayInput];
  /** Another order each epoch. Default true. */
  readonly shuffle?: boolean;
  /** Largest l2 norm of all gradients together; 0, the default, for no limit. */
  readonly clipNorm?: number;
  readonly callbacks?: readonly Callback[];
  /** Called every few steps, and at the end of an epoch. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
  /**
   * Weight of the past in the moving average of the weights, such as 0.999: epochs are judged with it, and the network
   * holds it in the end. Default null: none.
   */
  readonly weightAverage?: number | null;
  /** Where a checkpoint is written after each epoch, and when `signal` ends the training. */
  readonly checkpoint?: string | undefined;
  /**
   * A checkpoint to go on from, of a model that was made and compiled alike and of the same examples and options: the
   * weights are then those of a training in one go, to the bit.
   */
  readonly resume?: string | undefined;
}

interface Compiled {
  /** What was given by name, for checkpoints; null for a function. */
  readonly names: Readonly<Record<string, string | number | null>>;
  readonly optimizer: (network: Module) => Optimizer;
  readonly loss: Loss;
  /** Whether targets are labels. */
  readonly labels: boolean;
  readonly metrics: readonly Metric[];
}

/** Predictions or targets on the host: [N, ...]. */
export interface ArrayOutput {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * Trains and applies any module over arrays:
 *
 * ```ts
 * const model = new Model(new Sequential(new LSTM(28, 256), new Linear(256, 10)));
 * model.compile({ optimizer: "adam", loss: "crossEntropy", metrics: ["accuracy"] });
 * await model.fit(x, y, { epochs: 5, batchSize: 32 });
 * const { accuracy } = await model.evaluate(xTest, yTest);
 * await model.close();
 * ```
 */
export class Model {
  readonly network: Module;
  readonly seed: number;
  readonly #choice: Device | DeviceChoice;
  #device: Device | null = null;
  #compiled: Compiled | null = null;
  #optimizer: Optimizer | null = null;
  /** Trainings so far: each draws other random numbers. */
  #fits = 0;

  /**
   * @param network without memory; the model gives it some on its device, and releases it.
   */
  constructor(
    network: Module,
    {
      device = "auto",
      seed = 0,
    }: {
      /** A device, which stays the caller's to close, or which to open. Default "auto". */
      readonly device?: Device | DeviceChoice;
      /** Decides first values, order and dropout. Default 0. */
      readonly seed?: number;
    } = {},
  ) {
    this.network = network;
    this.#choice = device;
    this.seed = seed;
  }

  /**
   * Says how the network learns. What the optimizer remembered is forgotten.
   * @throws {ArgumentError} when a name is unknown, listing the known ones.
   */
  compile({ optimizer = "adam", learningRate, loss, metrics = [] }: CompileOptions): void {
    const make =
      typeof optimizer === "function"
        ? optimizer
        : (network: Module) =>
            named(
              "compile: optimizer",
              optimizers,
              optimizer,
            )(network, {
              ...(learningRate !== undefined && { learningRate }),
            });
    if (typeof optimizer === "string") named("compile: optimizer", optimizers, optimizer);
    this.#optimizer?.release();
    this.#optimizer = null;
    this.#compiled = {
      optimizer: make,
      names: {
        optimizer: typeof optimizer === "string" ? optimizer : null,
        learningRate: learningRate ?? null,
        loss: typeof loss === "string" ? loss : null,
      },
      loss: typeof loss === "function" ? loss : named("compile: loss", losses, loss),
      labels: loss === "crossEntropy",
      metrics: metrics.map((metric) =>
        typeof metric === "function" ? metric : named("compile: metric", knownMetrics, metric),
      ),
    };
  }

  /**
   * Trains. Calling it again goes on from where the last call ended.
   * @param x [N, ...] what the network reads.
   * @param y [N] labels for "crossEntropy", else what the loss compares predictions with.
   * @returns what each epoch came to: the loss, and metrics of the validation examples as valLoss, valAccuracy, ...
   * @throws {ArgumentError} before `compile`, or when an option is wrong.
   * @throws {ShapeError} when x and y differ in their number, or the network does not take such shapes.
   * @throws {DataError} when a label is no whole number from 0 up, or `resume` was written with other examples.
   * @throws {ModelFileError} when a checkpoint cannot be read or written, or is of another network.
   * @throws {TrainingError} when a loss is not finite.
   */
  async fit(x: ArrayInput, y: ArrayInput, options: ModelFitOptions = {}): Promise<readonly EpochLog[]> {
    const compiled = this.#compiledOnce();
    const {
      epochs = 1,
      batchSize = 32,
      shuffle = true,
      clipNorm = 0,
      weightAverage: decay = null,
      validationSplit,
      validationData,
    } = options;
    const { callbacks = [], onProgress, signal, checkpoint, resume } = options;
    const targets = this.#targets(x, y, compiled);
    const all = Uint32Array.from({ length: x.shape[0]! }, (_, i) => i);
    const parts = validationSplit === undefined ? [all, null] : split(all, validationSplit, this.seed);
    if (validationData && parts[1]) {
      throw new ArgumentError("fit: both validationData and validationSplit are given: leave one out");
    }
    const judged = parts[1] ? ([rowsAt(x, parts[1]), rowsAt(targets, parts[1])] as const) : validationData;
    const about: TrainingAbout = {
      options: {
        epochs,
        batchSize,
        shuffle,
        clipNorm,
        weightAverage: decay,
        validationSplit,
        seed: this.seed,
        ...compiled.names,
      },
      data: checkpoint || resume ? await arrayFingerprint(x, targets) : "",
    };
    const resumed = resume ? await readTrainingFile(resume, about) : null;
    const device = await this.#place();
    if (resumed) this.network.checkStateDict(resumed.weights);
    this.#optimizer ??= compiled.optimizer(this.network);
    const weightAverage = decay === null ? null : new WeightAverage(this.network, { decay });
    const fits = resumed?.fits ?? this.#fits;
    this.#fits = fits + 1;
    try {
      const task = new ArrayTask(this.network, device, compiled.loss, x, targets, parts[0]!, async () =>
        judged ? prefixed(await this.evaluate(...judged)) : {},
      );
      try {
        const trainer = new Trainer(task, {
          ...{ optimizer: this.#optimizer, epochs, batchSize, shuffle, clipNorm, weightAverage },
          seed: this.seed + fits,
        });
        if (resumed) {
          trainer.restore(resumed.training);
          this.network.loadStateDict(resumed.weights);
        }
        const own: Callback = {
          ...(onProgress && { onProgress }),
          ...(checkpoint && {
            onCheckpoint: async () => {
              const [weights, training] = [await this.network.stateDict(), await trainer.state()];
              await writeTrainingFile(checkpoint, { ...about, fits, weights, training });
            },
          }),
        };
        await trainer.run({ callbacks: [...callbacks, own], signal });
        return trainer.history;
      } finally {
        task.release();
      }
    } finally {
      weightAverage?.release();
    }
  }

  /** The mean loss, and each metric by its name. Errors as `fit`. */
  async evaluate(x: ArrayInput, y: ArrayInput, { batchSize = 500 } = {}): Promise<Record<string, number>> {
    const compiled = this.#compiledOnce();
    const targets = this.#targets(x, y, compiled);
    const device = await this.#place();
    const truth = new RowBatches(device, targets);
    let loss = 0;
    try {
      const predicted = await this.#map(x, batchSize, async (tape, output, indices) => {
        const [value] = await compiled.loss(tape, output, truth.select(tape, indices)).data();
        loss += (value! * indices.length) / truth.count;
      });
      const results = compiled.metrics.map((metric) => [metric.name, metric(predicted, targets)] as const);
      return { loss, ...Object.fromEntries(results) };
    } finally {
      truth.release();
    }
  }

  /** What the network makes of x, [N, ...]. @throws {ShapeError} when it does not take such shapes. */
  async predict(x: ArrayInput, { batchSize = 500 } = {}): Promise<ArrayOutput> {
    return this.#map(x, batchSize);
  }

  /** Writes the network's parameters as safetensors. @throws {ModelFileError} */
  async save(path: string): Promise<void> {
    await this.#place();
    await saveModule(this.network, path);
  }

  /** Reads parameters that `save` wrote, of a network of the same architecture. @throws {ModelFileError} */
  async load(path: string): Promise<void> {
    await this.#place();
    await loadModule(this.network, path);
  }

  /** Frees the network, and closes the device unless it was given. Closing twice is harmless. */
  async close(): Promise<void> {
    this.#optimizer?.release();
    this.#optimizer = null;
    this.network.release();
    if (!(this.#choice instanceof Device)) this.#device?.close();
    this.#device = null;
  }

  #compiledOnce(): Compiled {
    if (!this.#compiled)
      throw new ArgumentError("this Model was not compiled yet: call compile({ loss }) first");
    return this.#compiled;
  }

  #targets(x: ArrayInput, y: ArrayInput, { labels }: Compiled): ArrayInput {
    checkInput("x", x);
    checkInput("y", y);
    if (x.shape[0] !== y.shape[0]) {
      throw new ShapeError(`x is ${show(x.shape)}, y is ${show(y.shape)}: give a target for each example`);
    }
    return labels ? labelsOf("y", y) : y;
  }

  async #place(): Promise<Device> {
    if (this.#device) return this.#device;
    const device = this.#choice instanceof Device ? this.#choice : await host().openDevice(this.#choice);
    this.network.to(device, { seed: this.seed });
    this.#device = device;
    return device;
  }

  /** Runs the network over all examples in batches. */
  async #map(
    x: ArrayInput,
    batchSize: number,
    look: (tape: Tape, output: Tensor, indices: Uint32Array) => Promise<void> = async () => {},
  ): Promise<ArrayOutput> {
    checkInput("x", x);
    checkWhole("Model", "batchSize", batchSize, 1);
    const device = await this.#place();
    const batches = new RowBatches(device, x);
    const parts: Float32Array[] = [];
    let shape: readonly number[] = [];
    try {
      for (let begin = 0; begin < batches.count; begin += batchSize) {
        const count = Math.min(batchSize, batches.count - begin);
        const indices = Uint32Array.from({ length: count }, (_, i) => begin + i);
        using tape = new Tape(device, { gradient: false });
        const input = batches.select(tape, indices);
        const output = namingLayer(this.network, input, () => this.network.forward(tape, input));
        await look(tape, output, indices);
        parts.push((await output.data()) as Float32Array);
        shape = output.shape;
      }
    } finally {
      batches.release();
    }
    const data = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
    let at = 0;
    for (const part of parts) {
      data.set(part, at);
      at += part.length;
    }
    return { shape: [batches.count, ...shape.slice(1)], data };
  }
}

/** loss, accuracy as valLoss, valAccuracy. */
function prefixed(results: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(results).map(([name, value]) => [`val${name[0]!.toUpperCase()}${name.slice(1)}`, value]),
  );
}
