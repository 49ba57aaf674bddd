/** Optimizers update all parameters of a store with one kernel. */
import type { Device } from "../device/index.js";
import { ModelFileError } from "../errors.js";
import { adam, clipGradient, sgd } from "../kernels/optimizers.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import type { ParameterStore } from "../layers/index.js";
import { checkNumber } from "../ops/check.js";
import { empty, type Tensor, zeros } from "../tensor/index.js";

/** What an optimizer remembers between steps, for checkpoints. */
export interface OptimizerState {
  readonly step: number;
  readonly moments: readonly Float32Array[];
}

export interface Optimizer {
  /** Updates the parameters from their gradients. */
  step(learningRate: number): void;
  /** Host copies of the moments, for a checkpoint. */
  state(): Promise<OptimizerState>;
  /** Goes on from what `state` gave. @throws {ModelFileError} when it belongs to another model; then nothing was changed. */
  restore(state: OptimizerState): void;
  /** Returns the memory. */
  release(): void;
}

/** Overwrites an optimizer's moments. */
function restoreMoments(tensors: readonly Tensor[], moments: readonly Float32Array[]): void {
  tensors.forEach(({ size }, i) => {
    if (moments[i]?.length !== size) {
      throw new ModelFileError(
        `an optimizer's moment has ${moments[i]?.length ?? 0} values, this model takes ${size}: ` +
          "give a checkpoint of the same configuration",
      );
    }
  });
  tensors.forEach((tensor, i) => {
    tensor.write(moments[i]!);
  });
}

export interface AdamOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Decoupled from the gradient, as AdamW. Default 0. */
  readonly weightDecay?: number;
}

/** Adam (Kingma and Ba 2015) as PyTorch's; with weight decay AdamW (Loshchilov and Hutter 2019). */
export class Adam implements Optimizer {
  readonly #device: Device;
  readonly #store: ParameterStore;
  readonly #options: Required<AdamOptions>;
  /** First and second moments, laid out as the parameters. */
  readonly moments: readonly [Tensor, Tensor];
  #step = 0;

  constructor(
    store: ParameterStore,
    { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: AdamOptions = {},
  ) {
    checkNumber("Adam", "beta1", beta1, { low: 0, below: 1 });
    checkNumber("Adam", "beta2", beta2, { low: 0, below: 1 });
    checkNumber("Adam", "epsilon", epsilon, { low: 0 });
    checkNumber("Adam", "weightDecay", weightDecay, { low: 0 });
    this.#store = store;
    this.#device = store.values.device;
    this.#options = { beta1, beta2, epsilon, weightDecay };
    this.moments = [zeros(this.#device, store.values.shape), zeros(this.#device, store.values.shape)];
  }

  step(learningRate: number): void {
    checkNumber("Adam", "learningRate", learningRate, { low: 0 });
    this.#step++;
    const { beta1, beta2, epsilon, weightDecay } = this.#options;
    const [m, v] = this.moments;
    const { values, gradients } = this.#store;
    this.#device.record(
      adam,
      { grad: gradients.slice, param: values.slice, m: m.slice, v: v.slice },
      {
        count: values.size,
        lr: learningRate,
        beta1,
        beta2,
        epsilon,
        weight_decay: weightDecay,
        bias_correction1: 1 - beta1 ** this.#step,
        bias_correction2: 1 - beta2 ** this.#step,
      },
    );
  }

  async state(): Promise<OptimizerState> {
    const step = this.#step;
    return { step, moments: (await Promise.all(this.moments.map((t) => t.data()))) as Float32Array[] };
  }

  restore({ step, moments }: OptimizerState): void {
    restoreMoments(this.moments, moments);
    this.#step = step;
  }

  release(): void {
    for (const tensor of this.moments) tensor.release();
  }
}

export interface SgdOptions {
  /** Default 0.9. */
  readonly momentum?: number;
  /** Default false. */
  readonly nesterov?: boolean;
  /** Added to the gradient. Default 0. */
  readonly weightDecay?: number;
}

/** Stochastic gradient descent with momentum, as PyTorch's. */
export class Sgd implements Optimizer {
  readonly #device: Device;
  readonly #store: ParameterStore;
  readonly #options: Required<SgdOptions>;
  readonly #velocity: Tensor;
  #step = 0;

  constructor(store: ParameterStore, { momentum = 0.9, nesterov = false, weightDecay = 0 }: SgdOptions = {}) {
    checkNumber("Sgd", "momentum", momentum, { low: 0, below: 1 });
    checkNumber("Sgd", "weightDecay", weightDecay, { low: 0 });
    this.#store = store;
    this.#device = store.values.device;
    this.#options = { momentum, nesterov, weightDecay };
    this.#velocity = zeros(this.#device, store.values.shape);
  }

  step(learningRate: number): void {
    checkNumber("Sgd", "learningRate", learningRate, { low: 0 });
    this.#step++;
    const { momentum, nesterov, weightDecay } = this.#options;
    const { values, gradients } = this.#store;
    this.#device.record(
      sgd,
      { grad: gradients.slice, param: values.slice, velocity: this.#velocity.slice },
      {
        count: values.size,
        lr: learningRate,
        momentum,
        weight_decay: weightDecay,
        nesterov: Number(nesterov),
      },
    );
  }

  async state(): Promise<OptimizerState> {
    return { step: this.#step, moments: [(await this.#velocity.data()) as Float32Array] };
  }

  restore({ step, moments }: OptimizerState): void {
    restoreMoments([this.#velocity], moments);
    this.#step = step;
  }

  release(): void {
    this.#velocity.release();
  }
}

/** Scales all gradients so that their common l2 norm is at most `maxNorm` (Pascanu et al. 2013). */
export function clipGradients(store: ParameterStore, maxNorm: number): void {
  checkNumber("clipGradients", "maxNorm", maxNorm, { low: 0 });
  const { gradients } = store;
  const { device, size: count } = gradients;
  const squares = empty(device, [1]);
  device.record(
    reduce,
    { x: gradients.slice, y: squares.slice },
    { ...denseView(1, count, 1), op: reduceOps.sum_of_squares, scale: 1 },
  );
  device.record(
    clipGradient,
    { grad: gradients.slice, sum_of_squares: squares.slice },
    { count, max_norm: maxNorm },
  );
  squares.release();
}
