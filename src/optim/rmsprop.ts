/** RMSprop. */
import { rmsprop } from "../kernels/optimizers.js";
import type { AnyModule } from "../nn/index.js";
import { checkNumber } from "../ops/check.js";
import { Optimizer, type OptimizerOptions, type ParameterGroup, type Update } from "./optimizer.js";

/** Settings of `RMSprop`. Defaults are PyTorch's. */
export interface RMSpropOptions extends OptimizerOptions {
  /** Weight of the past in the mean of squares. Default 0.99. */
  readonly alpha?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Default 0. */
  readonly momentum?: number;
  /** Added to the gradient. Default 0. */
  readonly weightDecay?: number;
}

/** RMSprop (Tieleman and Hinton 2012) as PyTorch's without `centered`. Default learning rate 1e-2. */
export class RMSprop extends Optimizer {
  readonly #options: Required<Pick<RMSpropOptions, "alpha" | "epsilon" | "momentum">>;

  constructor(what: AnyModule | readonly ParameterGroup[], options: RMSpropOptions = {}) {
    const { learningRate = 1e-2, weightDecay = 0, alpha = 0.99, epsilon = 1e-8, momentum = 0 } = options;
    checkNumber("RMSprop", "alpha", alpha, { low: 0, below: 1 });
    checkNumber("RMSprop", "epsilon", epsilon, { low: 0 });
    checkNumber("RMSprop", "momentum", momentum, { low: 0, below: 1 });
    super(what, { learningRate, weightDecay }, ["square_avg", "momentum_buffer"]);
    this.#options = { alpha, epsilon, momentum };
  }

  protected update({ device, gradient, value, moments, count, learningRate, weightDecay }: Update): void {
    const [square, velocity] = moments;
    device.record(
      rmsprop,
      { grad: gradient.slice, param: value.slice, square: square!.slice, velocity: velocity!.slice },
      { ...this.#options, count, lr: learningRate, weight_decay: weightDecay },
    );
  }
}
