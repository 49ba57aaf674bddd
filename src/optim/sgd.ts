/** Stochastic gradient descent. */
import { sgd } from "../kernels/optimizers.js";
import type { AnyModule } from "../nn/index.js";
import { checkNumber } from "../ops/check.js";
import { Optimizer, type OptimizerOptions, type ParameterGroup, type Update } from "./optimizer.js";

/** Settings of `SGD`. */
export interface SGDOptions extends OptimizerOptions {
  /** Default 0.9. */
  readonly momentum?: number;
  /** Nesterov's momentum (Sutskever et al. 2013). Default false. */
  readonly nesterov?: boolean;
  /** Added to the gradient. Default 0. */
  readonly weightDecay?: number;
}

/** Stochastic gradient descent with momentum, as PyTorch's. Default learning rate 1e-2. */
export class SGD extends Optimizer {
  readonly #options: { readonly momentum: number; readonly nesterov: boolean };

  constructor(what: AnyModule | readonly ParameterGroup[], options: SGDOptions = {}) {
    const { learningRate = 1e-2, weightDecay = 0, momentum = 0.9, nesterov = false } = options;
    checkNumber("SGD", "momentum", momentum, { low: 0, below: 1 });
    super(what, { learningRate, weightDecay }, ["momentum_buffer"]);
    this.#options = { momentum, nesterov };
  }

  protected update({ device, gradient, value, moments, ...update }: Update): void {
    const { momentum, nesterov } = this.#options;
    device.record(
      sgd,
      { grad: gradient.slice, param: value.slice, velocity: moments[0]!.slice },
      {
        count: update.count,
        lr: update.learningRate,
        momentum,
        weight_decay: update.weightDecay,
        nesterov: Number(nesterov),
      },
    );
  }
}
