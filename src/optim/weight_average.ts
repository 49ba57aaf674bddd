/** Averages of a model's weights over training. */
import { ArgumentError, ModelFileError } from "../errors.js";
import { lerp } from "../kernels/optimizers.js";
import { type AnyModule, type Parameter, type ParameterStorage, runOf, type StateDict } from "../nn/index.js";
import { checkNumber } from "../ops/check.js";
import { type Tensor, zeros } from "../tensor/index.js";

/** Settings of `WeightAverage`. */
export interface WeightAverageOptions {
  /** Weight of the past. Default 0.999: about the last thousand updates. */
  readonly decay?: number;
}

/** What a weight average remembers, for checkpoints. */
export interface WeightAverageState {
  readonly updates: number;
  /** Of what is trained, by the names of a state dict. */
  readonly averages: StateDict;
}

/**
 * The exponential moving average of a model's weights (Polyak and Juditsky 1992), which often predicts better than the
 * last weights: average = decay * average + (1 - decay) * weights, from the weights at the first update. As
 * PyTorch's AveragedModel with `get_ema_multi_avg_fn`; running statistics are not averaged.
 *
 * ```ts
 * const average = new WeightAverage(model);
 * // after each optimizer.step():
 * average.update();
 * // to evaluate:
 * const score = await average.use(() => evaluate(model));
 * // at the end:
 * average.apply();
 * ```
 */
export class WeightAverage {
  readonly decay: number;
  readonly #model: AnyModule;
  readonly #storage: ParameterStorage;
  /** Laid out as the weights. */
  readonly #average: Tensor;
  #updates = 0;
  /** Whether the model holds the averages at present. */
  #inUse = false;

  /** @param model with memory, for which `to` was called. */
  constructor(model: AnyModule, { decay = 0.999 }: WeightAverageOptions = {}) {
    checkNumber("WeightAverage", "decay", decay, { low: 0, below: 1 });
    this.decay = decay;
    this.#model = model;
    this.#storage = model.storage;
    this.#average = zeros(this.#storage.device, this.#storage.values.shape);
    this.#copy(this.#storage.values, this.#average);
  }

  /** Updates so far. */
  get updates(): number {
    return this.#updates;
  }

  /** Takes the present weights into the average. @throws {ArgumentError} during `use`. */
  update(): void {
    this.#checkIdle("update");
    const { device, values } = this.#storage;
    if (this.#updates === 0) {
      this.#copy(values, this.#average);
    } else {
      for (const run of this.#storage.runs(this.#trained())) {
        const slices = { x: runOf(values, run).slice, y: runOf(this.#average, run).slice };
        device.record(lerp, slices, { count: run.count, weight: 1 - this.decay });
      }
    }
    this.#updates++;
  }

  /**
   * Has the model hold the averages while `work` runs, then its own weights again, also where `work` fails. Resolves
   * with what `work` gave. Train nothing meanwhile.
   * @throws {ArgumentError} during another `use`.
   */
  async use<T>(work: () => T | Promise<T>): Promise<T> {
    this.#checkIdle("use");
    const { device, values } = this.#storage;
    const own = zeros(device, values.shape);
    this.#inUse = true;
    try {
      this.#copy(values, own);
      this.#copy(this.#average, values);
      try {
        return await work();
      } finally {
        this.#copy(own, values);
      }
    } finally {
      this.#inUse = false;
      own.release();
    }
  }

  /** Has the model hold the averages from now on, such as to save them. @throws {ArgumentError} during `use`. */
  apply(): void {
    this.#checkIdle("apply");
    this.#copy(this.#average, this.#storage.values);
  }

  /** Host copies, for a checkpoint. @throws {ArgumentError} during `use`. */
  async state(): Promise<WeightAverageState> {
    const names = this.#trainedNames();
    const state = await this.use(() => this.#model.stateDict());
    return { updates: this.#updates, averages: new Map([...state].filter(([name]) => names.has(name))) };
  }

  /**
   * Goes on from what `state` gave. The model keeps its own weights.
   * @throws {ModelFileError} when it belongs to another model; then nothing was changed.
   */
  restore({ updates, averages }: WeightAverageState): void {
    this.#checkIdle("restore");
    if (!Number.isInteger(updates) || updates < 0) {
      throw new ModelFileError(`the weight average has ${updates} updates: give another checkpoint`);
    }
    const missing = [...this.#trainedNames()].find((name) => !averages.has(name));
    if (missing !== undefined) {
      throw new ModelFileError(
        `the weight average has no ${missing}: give a checkpoint of the same configuration`,
      );
    }
    const { device, values } = this.#storage;
    const own = zeros(device, values.shape);
    try {
      this.#copy(values, own);
      this.#model.loadStateDict(averages, { strict: false });
      this.#copy(values, this.#average);
      this.#copy(own, values);
    } finally {
      own.release();
    }
    this.#updates = updates;
  }

  /** Returns the memory. */
  release(): void {
    this.#average.release();
  }

  #trained(): Parameter[] {
    return this.#storage.parameters.filter(({ trained }) => trained);
  }

  /** As a state dict has them. */
  #trainedNames(): Set<string> {
    const trained = this.#model.namedParameters().filter(({ parameter }) => parameter.trained);
    return new Set(trained.flatMap(({ parts }) => parts.map(({ name }) => name)));
  }

  #copy(from: Tensor, to: Tensor): void {
    this.#storage.device.copy(from.slice, to.slice);
  }

  #checkIdle(method: string): void {
    if (this.#inUse) {
      throw new ArgumentError(`WeightAverage: ${method} during use: wait for the promise of use first`);
    }
  }
}
